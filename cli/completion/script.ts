import type { Command, Option } from "commander";

export const SHELLS = ["bash", "zsh"] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * A script for bash, or zsh by its own emulation of bash's completion. It completes `npm run <command> -- …` where the folder
 * has a Pulumi.yaml, and leaves everything else of npm to what completed it before.
 */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  const names = [...commands.map(nameOf), OWN_NAME];
  return `# Completion of okta-express in ${shell}. For this shell:
#   source <(npm run --silent completion -- ${shell})
${shell === "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : ""}_okta_express_before="$(complete -p npm 2>/dev/null | sed -n 's/.*-F \\([^ ]*\\) .*/\\1/p')"

_okta_express() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[2]}" words=""
  if [[ -f Pulumi.yaml && "\${COMP_WORDS[1]}" == run && $COMP_CWORD -eq 2 ]]; then
    words="${names.join(" ")}"
  elif [[ -f Pulumi.yaml && "\${COMP_WORDS[1]}" == run && "\${COMP_WORDS[3]}" == -- && $COMP_CWORD -gt 3 ]]; then
    case "$command $before" in
${commands.flatMap(valuesOf).join("\n")}
      *" --stack" | *" -s" | "fleet --stacks") words="$(ls Pulumi.*.yaml 2>/dev/null | sed 's/^Pulumi\\.//; s/\\.yaml$//')" ;;
      *)
        case "$command" in
${commands.map((command) => `          ${nameOf(command)}) words="${offeredBy(command).join(" ")}" ;;`).join("\n")}
          ${OWN_NAME}) words="${SHELLS.join(" ")} --help" ;;
        esac ;;
    esac
  fi
  if [[ -n "$words" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  elif [[ -n "$_okta_express_before" && "$_okta_express_before" != _okta_express ]]; then
    "$_okta_express_before" "$@"
  fi
}
complete -o default -F _okta_express npm
`;
}

/** The command that writes this. */
const OWN_NAME = "completion";

/** What a person types for it: `npm run doctor --` is its name in texts. */
const nameOf = (command: Command): string => command.name().replace(/^npm run | --$/g, "");

/** Options and, where an argument is one of few words, those. */
function offeredBy(command: Command): readonly string[] {
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  return [...choices, ...command.options.map(longOf), "--help"];
}

const longOf = ({ long, short }: Option): string => long ?? short ?? "";

/** What comes after each option that takes a value: one of few words, or what the shell offers anyway, such as files. */
function valuesOf(command: Command): readonly string[] {
  return command.options
    .filter((option) => option.required && !isStackName(option))
    .map(({ argChoices, long, short }) => {
      const given = [long, short].flatMap((name) => (name === undefined ? [] : [`"${nameOf(command)} ${name}"`]));
      return `      ${given.join(" | ")}) ${argChoices === undefined ? "return" : `words="${argChoices.join(" ")}"`} ;;`;
    });
}

const isStackName = ({ long }: Option): boolean => long === "--stack" || long === "--stacks";
