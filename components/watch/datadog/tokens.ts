const TOKEN = /\s*(>=|[A-Za-z]\w*|\d+(?:\.\d+)?|[-+*/(),[\]<>])/y;

/** The words and signs of a metric math expression, one after the other. */
export class Tokens {
    private readonly all: string[] = [];
    private readonly expression: string;
    private at = 0;

    constructor(expression: string) {
        this.expression = expression;
        for (TOKEN.lastIndex = 0; TOKEN.lastIndex < expression.length;) {
            const match = TOKEN.exec(expression);
            if (match === null) throw new Error(`${expression}: there is a sign that nobody knows.`);
            this.all.push(match[1]!);
        }
    }

    is(sign: string): boolean {
        return this.all[this.at] === sign;
    }

    next(): string {
        const token = this.all[this.at++];
        if (token === undefined) throw this.unknown();
        return token;
    }

    expect(...signs: string[]): void {
        for (const sign of signs) if (this.next() !== sign) throw this.unknown();
    }

    /** What is between brackets, each read by `item`. */
    list(item: () => string): string[] {
        this.expect("[");
        const items = [item()];
        while (this.is(",")) {
            this.expect(",");
            items.push(item());
        }
        this.expect("]");
        return items;
    }

    end(): void {
        if (this.at < this.all.length) throw this.unknown();
    }

    unknown(): Error {
        const at = this.all[this.at - 1] ?? "its end";
        return new Error(`${this.expression}: components/watch/datadog/math.ts can't read it at ${at}.`);
    }
}
