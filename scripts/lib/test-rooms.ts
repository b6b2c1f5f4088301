import path from "node:path";

/**
 * What rehearses this blueprint: each rehearsal takes seconds, and in one run it is made once. There are two, for all in
 * one would be as long as everything else together: the stacks with the rules that judge them, and whatever looks at them
 * from elsewhere, beside the components.
 */
const [stacks, components] = ["test/stacks", "test/components"];

/**
 * What takes minutes is a run of its own. The longest goes first, so that nothing long is left alone at the end; and what
 * mostly computes goes last, for that shares the processors with anything.
 */
const long = [
    ...["test/functions", stacks, components, "test/scripts", "test/functions/restore-check"],
    ...["test/functions/roles", "test/functions/switch", "test/example", "test/images", "test/rehearsal"],
    ...["test/engine", "test/components/data", "test/house"],
];

/** These take a minute or more by themselves, and most of that is waiting: they begin with the first two. */
const alone = /^test\/scripts\/[\w-]+-(killed|migrations)\.test\.ts$/;

/** The rules, which take half of the stacks' time; and what loads the same SDK as the components, which takes seconds. */
const beside: Record<string, string> = { test: stacks, "test/policies": components };

/** A run for each room of the tests, for each costs seconds before its first test. */
export function roomsOf(files: string[], isRehearsing: (file: string) => boolean): string[][] {
    const rooms = new Map<string, string[]>();
    for (const file of files) {
        const folder = path.dirname(file);
        const own = long.includes(folder) ? folder : folder.split(path.sep).slice(0, 2).join(path.sep);
        const isAlone = alone.test(file.replaceAll(path.sep, "/"));
        const usual = beside[own] ?? own;
        const room = isAlone ? file : isRehearsing(file) && usual !== stacks ? components : usual;
        rooms.set(room, [...(rooms.get(room) ?? []), file]);
    }
    const last = long.length + 1;
    const place = (room: string) =>
        room.endsWith(".test.ts") ? long.indexOf(components) + 1.5 : long.indexOf(room) + 1 || last;
    return [...rooms].sort(([one], [other]) => place(one) - place(other)).map(([, group]) => group);
}
