/**
 * Says what each environment costs in a month, from the program and quoted list prices; or what a change does to that.
 *
 *     npm run cost -- --against origin/main
 */
import { stopAll } from "../rehearsal/child.ts";
import { answer, Misuse, start, type Command, type Given } from "./lib/command.ts";
import { differenceOf, type Difference, type Limit } from "./lib/cost/difference.ts";
import { differenceMarkdown } from "./lib/cost/markdown.ts";
import { assumedBy, measuredAll, stacksAsked } from "./lib/cost/measured.ts";
import { past } from "./lib/cost/past.ts";
import { pricesIn } from "./lib/cost/price.ts";
import { differenceText, estimateText, pricesText, SLEEP } from "./lib/cost/shown.ts";
import type { World } from "./lib/world.ts";

const MOST_PERCENT = 10;

const command: Command = {
    name: "cost",
    says: "Says what each environment costs in a month, by component, fixed or by use, and what nobody can price.",
    example: "npm run cost -- --against origin/main --markdown",
    options: {
        stack: {
            type: "string",
            multiple: true,
            value: "NAME",
            says: "A stack; may be repeated (default: all).",
        },
        against: {
            type: "string",
            value: "REF",
            says: "Compare with the program at a branch, a tag or a commit.",
        },
        deployed: {
            type: "boolean",
            says: "Compare with what the stack's state says is deployed; asks pulumi.",
        },
        "most-percent": {
            type: "string",
            value: "PERCENT",
            says: `What a change may add (default: ${MOST_PERCENT}).`,
        },
        "most-usd": { type: "string", value: "USD", says: "What a change may add in a month, instead." },
        "despite-unknown": { type: "boolean", says: "Let charges come in, or grow, that nobody can price." },
        install: { type: "boolean", says: "With --against: install its packages where they are others." },
        markdown: { type: "boolean", says: "With a comparison: as a comment for a pull request." },
        prices: { type: "boolean", says: "Print each price with its unit, region, date, source and line." },
        json: { type: "boolean", says: "Print JSON: every charge with its price." },
    },
    assumes: SLEEP,
    exits: {
        good: "it is within the limit, or nothing was compared",
        faults: "a change costs more than it may",
    },
};

function amount(given: Given, name: string): number | undefined {
    const text = given.text(name);
    if (text === undefined) return undefined;
    if (/^\d{1,9}(\.\d{1,2})?$/.test(text)) return Number(text);
    throw new Misuse(`--${name} is ${text}; use a number from 0, such as 25 or 12.50.`);
}

async function cost(given: Given, world: World): Promise<number> {
    const [ref, isDeployed] = [given.text("against"), given.flag("deployed")];
    if (ref !== undefined && isDeployed)
        throw new Misuse("--against and --deployed both say with what; use one.");
    const limit: Limit = {
        percent: amount(given, "most-percent") ?? MOST_PERCENT,
        usd: amount(given, "most-usd"),
        allowsUnknown: given.flag("despite-unknown"),
    };
    const prices = pricesIn();
    const asked = stacksAsked(world.cwd, given.texts("stack")).map((stack) => assumedBy(world.cwd, stack));
    const compared = { ref, install: given.flag("install") };
    // Side by side: each environment takes seconds, and whatever is wrong with a commit is said at once.
    const [now, before] = await Promise.all([
        measuredAll(world, asked, prices),
        ref === undefined && !isDeployed ? undefined : past(compared, asked, prices, world),
    ]);
    if (given.flag("prices")) world.out(pricesText(now.map((one) => one.estimate)));
    if (before === undefined) {
        if (given.flag("json")) world.out(JSON.stringify(now, undefined, 4));
        else if (!given.flag("prices")) world.out(now.map(estimateText).join("\n\n\n"));
        return 0;
    }
    const against = ref ?? "what is deployed";
    const differences = now.map(({ stack, estimate: after }, index): [string, Difference] => [
        stack,
        differenceOf(before[index]!, after, limit),
    ]);
    if (given.flag("json")) world.out(JSON.stringify(Object.fromEntries(differences), undefined, 4));
    else if (given.flag("markdown")) world.out(differenceMarkdown(against, differences));
    else world.out(differences.map(([stack, one]) => differenceText(stack, against, one)).join("\n\n\n"));
    return differences.some(([, { isPast }]) => isPast) ? 1 : 0;
}

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, (given) => cost(given, world)).finally(stopAll);
}

start(import.meta.url, main);
