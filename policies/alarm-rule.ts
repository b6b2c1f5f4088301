type Reads = (isRinging: (name: string) => boolean) => boolean;

const TOKEN = /\s*([()]|"[^"]*"|'[^']*'|[^\s()"']+)/y;

/**
 * Whether an alarm made of others rings while just these do, by the names in its rule (Amazon CloudWatch API reference of
 * PutCompositeAlarm: NOT before AND before OR). One whose rule can't be read never rings.
 */
export function ringsWith(alarmRule: string, isRinging: (name: string) => boolean): boolean {
    try {
        return readRule(alarmRule)(isRinging);
    } catch (error) {
        if (error instanceof SyntaxError) return false;
        throw error;
    }
}

function readRule(alarmRule: string): Reads {
    const tokens: string[] = [];
    for (TOKEN.lastIndex = 0; TOKEN.lastIndex < alarmRule.trimEnd().length;)
        tokens.push(TOKEN.exec(alarmRule)?.[1] ?? fail(alarmRule));
    const is = (word: string) => tokens[0]?.toUpperCase() === word;
    const take = () => tokens.shift() ?? fail(alarmRule);
    const expect = (word: string) => void (is(word) ? take() : fail(alarmRule));
    const joined = (word: "OR" | "AND", part: () => Reads): Reads => {
        const parts = [part()];
        while (is(word)) parts.push((take(), part()));
        return (ringing) =>
            word === "OR" ? parts.some((one) => one(ringing)) : parts.every((one) => one(ringing));
    };
    const either = () => joined("OR", () => joined("AND", single));
    const single = (): Reads => {
        const token = take().toUpperCase();
        if (token === "NOT") {
            const inner = single();
            return (ringing) => !inner(ringing);
        }
        if (token === "TRUE" || token === "FALSE") return () => token === "TRUE";
        if (token !== "(" && !/^(ALARM|OK|INSUFFICIENT_DATA)$/.test(token)) fail(alarmRule);
        if (token !== "(") expect("(");
        const inner = token === "(" ? either() : stateOf(token, take().replaceAll(/^["']|["']$/g, ""));
        expect(")");
        return inner;
    };
    const whole = either();
    return tokens.length === 0 ? whole : fail(alarmRule);
}

/** What a rule calls an alarm: its name, or its ARN, in which that stands last. */
export function nameIn(named: string): string {
    return named.startsWith("arn:") ? named.split(":").slice(6).join(":") : named;
}

/** What does not ring is well. */
function stateOf(state: string, named: string): Reads {
    const name = nameIn(named);
    if (state === "INSUFFICIENT_DATA") return () => false;
    return (ringing) => ringing(name) === (state === "ALARM");
}

function fail(alarmRule: string): never {
    throw new SyntaxError(`${alarmRule} is no rule of an alarm that policies/alarm-rule.ts can read`);
}
