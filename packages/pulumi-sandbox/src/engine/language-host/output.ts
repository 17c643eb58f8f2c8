/** Where the lines that a program (or npm) prints go. */
export type Output = (stream: "stdout" | "stderr", chunk: Buffer) => void;
