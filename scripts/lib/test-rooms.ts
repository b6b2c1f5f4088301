import path from "node:path";

/** What rehearses this blueprint: each rehearsal takes seconds, and in one run it is made once. */
const rehearsing = "test/stacks";

/** What takes minutes is a run of its own, and the longest goes first, so that nothing long is left alone at the end. */
const long = [
    ...["test/functions", rehearsing, "test/scripts", "test/functions/restore-check", "test/functions/roles"],
    ...["test/functions/switch", "test/rehearsal", "test/engine", "test/components/data", "test/house"],
    ...["test/example", "test/images"],
];

/** These take a minute or more by themselves, and most of that is waiting: they begin with the first two. */
const alone = /^test\/scripts\/[\w-]+-(killed|migrations)\.test\.ts$/;

/** These load the same SDK, which takes seconds. */
const beside: Record<string, string> = { "test/components": rehearsing, "test/policies": rehearsing };

/**
 * A run for each room of the tests, for each costs seconds before its first test; three more at a time than there are
 * processors, for much of a test is waiting.
 */
export function roomsOf(files: string[], isRehearsing: (file: string) => boolean): string[][] {
    const rooms = new Map<string, string[]>();
    for (const file of files) {
        const folder = path.dirname(file);
        const own = long.includes(folder) ? folder : folder.split(path.sep).slice(0, 2).join(path.sep);
        const isAlone = alone.test(file.replaceAll(path.sep, "/"));
        const room = isAlone ? file : isRehearsing(file) ? rehearsing : (beside[own] ?? own);
        rooms.set(room, [...(rooms.get(room) ?? []), file]);
    }
    const last = long.length + 1;
    const place = (room: string) =>
        room.endsWith(".test.ts") ? long.indexOf(rehearsing) + 1.5 : long.indexOf(room) + 1 || last;
    return [...rooms].sort(([one], [other]) => place(one) - place(other)).map(([, group]) => group);
}
