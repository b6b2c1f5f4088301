import { stripVTControlCharacters } from "node:util";

const WIDTH = 80;

/** Text without colours and without characters that move the cursor or ring; line breaks stay. */
export function clean(text: string): string {
    return stripVTControlCharacters(text)
        .replaceAll(/\r\n?/g, "\n")
        .replaceAll(/[^\P{Cc}\t\n]/gu, "");
}

/** Breaks text, without its colours, into indented lines of at most 80 columns; a word longer than that stays whole. */
export function wrapped(text: string, indent: number): string[] {
    const pad = " ".repeat(indent);
    return clean(text)
        .replaceAll("\t", "    ")
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
        })
        .filter((line, index, lines) => line !== "" || lines[index - 1] !== "" || index === 0);
}
