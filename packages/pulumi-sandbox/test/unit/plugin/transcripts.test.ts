// The stand-in against the recordings of the official plugin: the same calls in, the same answers and requests out.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { playback } from "./playback.ts";
import type { Playback } from "./playback.ts";
import { replay } from "./replay.ts";
import type { Replay } from "./replay.ts";
import { recordedTranscripts } from "./transcript.ts";

const transcripts = recordedTranscripts();

beforeEach(({ skip }) => {
  skip(transcripts.length === 0, "no recordings of the official plugin beside the project");
});

/** Calls recorded, file by file: a recording that gets lost must be noticed. */
const RECORDED = {
  "01-create": 30,
  "02-refresh-clean": 55,
  "03-drift-edited-preview": 62,
  "04-drift-edited-repair": 62,
  "05-change-inputs": 39,
  "06-change-back": 39,
  "08-objects-deleted": 52,
  "09-client-deleted": 56,
  "10-destroy": 13,
  "11-native-create": 12,
  "12-native-refresh": 23,
  "13-native-change": 16,
  "14-native-destroy": 6,
  "15-adopt-preview": 36,
  "16-adopt-up": 36,
  "17-adopt-clean": 43,
  "18-forbidden": 6,
  "19-rate-limited": 7,
  "20-server-error-once": 6,
  "21-server-error-always": 6,
  "22-connection-dropped": 7,
  "23-conflict": 6,
};

let server: Playback;
const replays: Replay[] = [];

beforeAll(async () => {
  server = await playback();
});

afterAll(async () => {
  await server.stop();
  const agreeing = ({ calls, disagreements }: Replay) => calls - disagreements.length;
  for (const done of replays)
    console.log(`${done.name}: ${String(agreeing(done))} of ${String(done.calls)} calls agree`);
  const total = (count: (replayed: Replay) => number) => String(replays.reduce((sum, done) => sum + count(done), 0));
  console.log(
    transcripts.length > 0
      ? `plugin transcripts: ${total(agreeing)} of ${total(({ calls }) => calls)} calls agree`
      : "plugin transcripts: no recordings beside the project, none replayed",
  );
});

// Each is skipped, by its name, where the recordings do not lie beside the project.
test.each(Object.entries(RECORDED))("%s: every call is answered as recorded", async (name, calls) => {
  const transcript = transcripts.find((one) => one.name === name);
  if (transcript === undefined) throw new Error(`The recording ${name} is not among the others.`);
  const done = await replay(transcript, server);
  replays.push(done);
  expect(done.disagreements).toEqual([]);
  expect(done.calls).toBe(calls);
});

test("every recording is one of these", () => {
  expect(transcripts.map(({ name }) => name)).toEqual(Object.keys(RECORDED));
});
