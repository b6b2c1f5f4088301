import { stripVTControlCharacters } from "node:util";

const WIDTH = 80;

/** Breaks text, without its colours, into indented lines of at most 80 columns; a word longer than that stays whole. */
export function wrapped(text: string, indent: number): string[] {
    const pad = " ".repeat(indent);
    return stripVTControlCharacters(text)
        .split("\n")
        .flatMap((paragraph) => {
            const lines: string[] = [];
            let line: string | undefined;
            for (const word of paragraph.split(" ")) {
                if (line !== undefined && pad.length + line.length + 1 + word.length > WIDTH) {
                    lines.push(pad + line);
                    line = word;
                } else {
                    line = line === undefined ? word : `${line} ${word}`;
                }
            }
            return [...lines, pad + (line ?? "")].map((finished) => finished.trimEnd());
        });
}
