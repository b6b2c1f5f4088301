/** a, b … z, then a1 … z1, a2 …: short, and in the order of time. */
function nameAt(index: number): string {
    const round = Math.floor(index / 26);
    return String.fromCharCode(97 + (index % 26)) + (round === 0 ? "" : String(round));
}

function indexOf(name: string): number {
    const [, letter = "", round = ""] = /^([a-z])(\d*)$/.exec(name) ?? [];
    const index = letter === "" ? -1 : letter.charCodeAt(0) - 97 + 26 * Number(round);
    // A name such as a01 is somebody's own, and stands nowhere in this order.
    return index >= 0 && nameAt(index) === name ? index : -1;
}

/** The name after the last that was ever seen: a name is used once, for its last snapshot keeps it. */
export function nextName(used: string[]): string {
    return nameAt(Math.max(-1, ...used.map(indexOf)) + 1);
}
