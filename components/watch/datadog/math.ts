import { NoCounterpart } from "./no-counterpart.ts";
import { queryOf, worstOf, type Scope, type Series } from "./query.ts";
import { Tokens } from "./tokens.ts";

/** A line of an alarm's metric math. */
export interface Query {
    id: string;
    expression?: string;
    metric?: Series & { period: number };
}

interface Given extends Scope {
    queries: Query[];
    /** Seconds of one point, where several count. */
    rolled?: number;
}

/** A little above a bound that is not to be reached itself: what is compared are whole numbers. */
const justAbove = 0.001;

/** What an alarm looks at, in Datadog's words; throws `NoCounterpart` for what Datadog's functions can't say. */
export function formulaOf(given: Given): string {
    const judged = given.queries.find(({ expression, id }) => expression !== undefined && !isUsed(id, given));
    return translated(judged!.expression!, given);
}

export function translated(expression: string, given: Given): string {
    return new Reader(expression, given).whole();
}

function isUsed(id: string, { queries }: Given): boolean {
    return queries.some(({ expression = "" }) => new RegExp(`\\b${id}\\b`).test(expression));
}

class Reader {
    private readonly tokens: Tokens;
    private readonly expression: string;
    private readonly given: Given;

    constructor(expression: string, given: Given) {
        this.tokens = new Tokens(expression);
        this.expression = expression;
        this.given = given;
    }

    whole(): string {
        const value = this.sum();
        this.tokens.end();
        return value;
    }

    private sum(): string {
        let value = this.product();
        while (this.tokens.is("+") || this.tokens.is("-"))
            value += ` ${this.tokens.next()} ${this.product()}`;
        return value;
    }

    private product(): string {
        let value = this.factor();
        while (this.tokens.is("*") || this.tokens.is("/")) value += ` ${this.tokens.next()} ${this.factor()}`;
        return value;
    }

    private factor(): string {
        const token = this.tokens.next();
        if (token === "-") return `-1 * ${this.factor()}`;
        if (token === "(") return `(${this.until(")")})`;
        if (/^\d/.test(token)) return token;
        if (!this.tokens.is("(")) return this.named(token);
        this.tokens.expect("(");
        return this.called(token);
    }

    private called(name: string): string {
        if (name === "SUM") return this.total();
        if (name === "MAX") return this.worst();
        if (name === "FILL") {
            const value = this.sum();
            this.tokens.expect(",", "0", ")");
            return orZero(value);
        }
        if (name === "IF") return this.guarded();
        throw new NoCounterpart(`Datadog's functions have no ${name} as in ${this.expression}`);
    }

    /** `IF(count >= least, value, 0)`: below, Datadog has no number, and says nothing either. */
    private guarded(): string {
        const count = this.sum();
        const sign = this.tokens.next();
        const least = Number(this.tokens.next()) + (sign === ">" ? justAbove : 0);
        this.tokens.expect(",");
        const value = this.sum();
        this.tokens.expect(",");
        const other = this.tokens.next();
        if (sign === "<" || other !== "0" || !this.tokens.is(")"))
            throw new NoCounterpart(`Datadog's functions have no IF as in ${this.expression}`);
        this.tokens.expect(")");
        return `(${value} + 0 * cutoff_min(${count}, ${least}))`;
    }

    private total(): string {
        const values = this.tokens.list(() => this.sum());
        this.tokens.expect(")");
        return `(${values.map(orZero).join(" + ")})`;
    }

    /** Of one metric of several things: Datadog takes the largest of them in the query itself. What it can't see is no part. */
    private worst(): string {
        const all = this.tokens.list(() => this.tokens.next());
        const ids = all.filter((id) => this.isSeen(id));
        if (ids.length === 1 && all.length > 1) {
            this.tokens.expect(")");
            return orZero(this.named(ids[0]!));
        }
        const series = ids.flatMap((id) => this.given.queries.find((one) => one.id === id)?.metric ?? []);
        const kinds = new Set(series.map(({ metricName, stat }) => `${metricName} ${stat}`));
        if (series.length < ids.length || kinds.size !== 1)
            throw new NoCounterpart(`Datadog's functions have no MAX as in ${this.expression}`);
        this.tokens.expect(")");
        return worstOf(series, this.given, this.given.rolled);
    }

    private isSeen(id: string): boolean {
        try {
            return this.named(id) !== "";
        } catch (error) {
            if (error instanceof NoCounterpart) return false;
            throw error;
        }
    }

    private named(id: string): string {
        const query = this.given.queries.find((one) => one.id === id);
        if (query?.metric) return queryOf(query.metric, this.given, this.given.rolled);
        if (query?.expression) return `(${translated(query.expression, this.given)})`;
        throw this.tokens.unknown();
    }

    private until(end: string): string {
        const value = this.sum();
        this.tokens.expect(end);
        return value;
    }
}

/** In CloudWatch's lists what has no data counts for nothing; in Datadog's sums it takes all with it. */
function orZero(value: string): string {
    return `default_zero(${value})`;
}
