import type { ScalarTag } from "yaml";

const tagged = (name: string, test: RegExp, resolve: ScalarTag["resolve"]): ScalarTag => {
    return { tag: `tag:yaml.org,2002:${name}`, default: true, test, resolve };
};

/** Beyond these, the CLI has a float. */
const INTEGERS = { min: -(2n ** 63n), max: 2n ** 64n - 1n };

function integerOf(text: string): number | bigint {
    const [, sign, digits = ""] = /^([-+]?)(.*)$/.exec(text.replaceAll("_", ""))!;
    const size = BigInt(digits.replace(/^0(?=[0-7])/, "0o"));
    const value = sign === "-" ? -size : size;
    const isExact = Number.isSafeInteger(Number(value)) || value < INTEGERS.min || value > INTEGERS.max;
    return isExact ? Number(value) : value;
}

const TIME =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9})\d*)?(Z|[-+]\d\d:\d\d)?)?$/;

/** A time as Go prints one; text that is no day of the calendar is left as it is. */
function timeOf(text: string): string {
    const [, year, ...parts] = TIME.exec(text)!;
    const [month, day, hour, minute, second] = parts.slice(0, 5).map((part = "0") => part.padStart(2, "0"));
    const asked = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
    const time = new Date(`${asked}Z`);
    if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(asked)) return text;
    const fraction = (parts[5] ?? "").replace(/0+$/, "");
    const zone = (parts[6] ?? "Z").replace(":", "");
    const isUtc = zone === "Z" || /^[-+]0000$/.test(zone);
    return `${asked.replace("T", " ")}${fraction && `.${fraction}`} ${isUtc ? "+0000 UTC" : `${zone} ${zone}`}`;
}

/**
 * Unquoted values as the CLI reads them (go-yaml v3, which keeps some of YAML 1.1; compared with Pulumi 3.248.0 on
 * 2026-11-24): 010 is 8, 1_000 is 1000, a date is a time, and a number of an account that begins with 0 may lose it.
 */
export const SCALARS: ScalarTag[] = [
    tagged(
        "int",
        /^[-+]?(?:0[bB]_*[01][01_]*|0[xX]_*[\da-fA-F][\da-fA-F_]*|0[oO]_*[0-7][0-7_]*|0[0-7_]*|[1-9][\d_]*)$/,
        integerOf,
    ),
    tagged("float", /^[-+]?\d[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?$/, (text) =>
        Number(text.replaceAll("_", "")),
    ),
    tagged("float", /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/, (text, onError) => {
        onError(`${text} is no number that a setting can hold; put it in quotes if it is a text`);
        return text;
    }),
    tagged("timestamp", TIME, timeOf),
    { tag: "tag:yaml.org,2002:binary", resolve: (text: string) => Buffer.from(text, "base64").toString() },
];
