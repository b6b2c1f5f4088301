import { Misuse } from "../command.ts";

/** What a load has to keep to pass. */
export interface Limits {
    /** Of users who did not get through, in percent: fewer than this. */
    errorPercent: number;
    /** Of requests, in milliseconds: less than this. */
    p95Milliseconds: number | undefined;
    /** Users that have to come, or it says nothing. */
    leastUsers: number;
}

export interface Gate {
    minutes: number;
    /** Of the normal rate. */
    times: number;
    limits: Limits;
}

export type GateName = "soak" | "launch";

/** Of 300 of whom nobody failed one can say that fewer than 1 % do, and be wrong once in 20 times (the rule of three: 3 / 300). */
const LEAST_USERS = 300;
/** Criteria OPS-08 and OPS-09. */
export const GATES: Record<GateName, Gate> = {
    soak: {
        minutes: 15,
        times: 1,
        limits: { errorPercent: 1, p95Milliseconds: 300, leastUsers: LEAST_USERS },
    },
    launch: {
        minutes: 30,
        times: 10,
        limits: { errorPercent: 1, p95Milliseconds: 2000, leastUsers: LEAST_USERS },
    },
};

/** What a person has asked for: a gate, or a rate and a time. */
export type Wanted =
    | { kind: GateName; normalRate: number | undefined; like: string | undefined }
    | { kind: "plain"; rate: number; minutes: number };

/** Users a second. Each has ports of his own, of which Linux has 28,232 for one address, and keeps them for 60 s after. */
export const MOST_RATE = 400;
/** Minutes. */
const MOST_MINUTES = 120;

export interface Options {
    isSoak: boolean;
    isLaunch: boolean;
    rate: string | undefined;
    minutes: string | undefined;
    normalRate: string | undefined;
    like: string | undefined;
}

export function wantedIn({ isSoak, isLaunch, like, ...given }: Options): Wanted {
    const rate = number("--rate", given.rate, MOST_RATE);
    const minutes = number("--minutes", given.minutes, MOST_MINUTES);
    const normalRate = number("--normal-rate", given.normalRate, MOST_RATE);
    if (isSoak && isLaunch) throw new Misuse("--soak and --launch are two tests; run one after the other.");
    if (isSoak || isLaunch) {
        const kind = isSoak ? "soak" : "launch";
        if (rate !== undefined || minutes !== undefined)
            throw new Misuse(
                `--${kind} has its own rate and time; leave --rate and --minutes out, or use --normal-rate.`,
            );
        if (normalRate !== undefined && like !== undefined)
            throw new Misuse("--normal-rate and --like both say what is normal; use one.");
        return { kind, normalRate, like };
    }
    if (normalRate !== undefined || like !== undefined)
        throw new Misuse("--normal-rate and --like are for --soak and --launch; use --rate.");
    if (rate === undefined || minutes === undefined)
        throw new Misuse("how many, and how long? Use --soak, --launch, or --rate and --minutes.");
    return { kind: "plain", rate, minutes };
}

function number(name: string, text: string | undefined, most: number): number | undefined {
    if (text === undefined) return undefined;
    const value = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= 0.01 && value <= most) return value;
    throw new Misuse(`${name} is ${text}; use 0.01 to ${most}.`);
}
