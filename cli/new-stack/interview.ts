/** Asks a person for what the command line has not given, each answer until it fits. */
import { errorFindings } from "../error-findings.ts";
import { type Finding, findingsText } from "../findings.ts";
import type { SignedIn } from "../tenant.ts";
import type { Palette } from "../terminal.ts";
import { type Answers, type Question, toValue } from "./answers.ts";
import { checkAnswer, type CheckContext, ownDomain, signInBy } from "./check.ts";

/** Who is asked. */
export interface Person {
  ask(question: string, isSecret: boolean): Promise<string>;
  tell(text: string): void;
  readonly palette: Palette;
}

/** Gives the answers to all questions that apply. What the command line gave is checked, and asked again where it does not fit. */
export async function interview(
  questions: readonly Question[],
  given: Answers,
  context: CheckContext,
  person: Person,
): Promise<Answers> {
  const isAsked = (key: string): boolean => questions.some((question) => question.key === key);
  const fixed = Object.fromEntries(Object.entries(given).filter(([key]) => !isAsked(key)));
  const { tenant, ...first } = await access(questions, fixed, given, context, person);
  let { answers } = first;
  for (const question of questions.filter(({ isAccess }) => isAccess !== true)) {
    if (question.when?.(answers) === false) continue;
    answers = await answered(question, answers, given, context, person, tenant);
  }
  return answers;
}

/** The answers that it takes to sign in: any of them may be the wrong one, so all are asked anew where the tenant refuses. */
async function access(
  questions: readonly Question[],
  fixed: Answers,
  given: Answers,
  context: CheckContext,
  person: Person,
): Promise<{ readonly answers: Answers; readonly tenant: SignedIn }> {
  for (let offered = given; ; offered = {}) {
    let answers = fixed;
    for (const question of questions.filter(({ isAccess }) => isAccess === true)) {
      if (question.when?.(answers) === false) continue;
      answers = await answered(question, answers, offered, context, person);
    }
    const end = await signedIn(answers, context);
    if ("tenant" in end) return { answers, ...end };
    told(end.problems, person);
  }
}

/** The answers with one more: as it was offered, else as the person gives it until it fits. */
async function answered(
  question: Question,
  before: Answers,
  offered: Answers,
  context: CheckContext,
  person: Person,
  tenant?: SignedIn,
): Promise<Answers> {
  const { key } = question;
  for (let value = offered[key]; ; value = undefined) {
    value ??= toValue(key, await asked(question, person), context.folder);
    const answers = value === "" || value === "[]" ? before : { ...before, [key]: value };
    const problems = await checkAnswer(key, answers, context, tenant);
    if (problems.length === 0) return answers;
    told(problems, person);
  }
}

async function asked({ asks, preset, isSecret }: Question, person: Person): Promise<string> {
  const { bold, dim } = person.palette;
  const offer = preset === undefined || preset === "" ? "" : dim(` [${preset}]`);
  const answer = await person.ask(`${bold(asks)}${offer}: `, isSecret === true);
  return answer === "" ? (preset ?? "") : answer;
}

async function signedIn(
  answers: Answers,
  context: CheckContext,
): Promise<{ readonly tenant: SignedIn } | { readonly problems: readonly Finding[] }> {
  try {
    const tenant = await signInBy(answers, context);
    const problems = ownDomain(tenant, context.stack);
    return problems.length > 0 ? { problems } : { tenant };
  } catch (error) {
    return { problems: errorFindings(error) };
  }
}

function told(problems: readonly Finding[], person: Person): void {
  // How to give it on a command line is no matter of somebody who is asked.
  const texts = problems.map(({ severity, about, says }) => ({ severity, about, says }));
  person.tell(findingsText(texts, person.palette));
}
