import { namedInDatadog, type Measured, type Named } from "./names.ts";

type Text = Record<string, string>;

/** A metric of CloudWatch with what it is of. */
export interface Series extends Measured {
    dimensions: Text;
}

/** Where numbers are from: one of Datadog's organizations may see several accounts. */
export interface Scope {
    accountId: string;
}

/** Tags are in small letters, and have no other signs than these (Datadog Docs, "Getting Started with Tags"). */
function tag(key: string, value: string): string {
    return `${key}:${value}`.toLowerCase().replace(/[^a-z0-9_\-:./]/g, "_");
}

/** What Datadog is asked for. `rolled` makes one point of so many seconds. */
export function queryOf(series: Series, { accountId }: Scope, rolled?: number): string {
    const named = namedInDatadog(series);
    return written(named, [series.dimensions], accountId, rolledBy(named, rolled));
}

/** The worst of several series of one metric, each of which differs in one dimension. */
export function worstOf(all: Series[], { accountId }: Scope, rolled?: number): string {
    const [first] = all as [Series, ...Series[]];
    const named = namedInDatadog(first);
    return written(
        { ...named, space: "max" },
        all.map(({ dimensions }) => dimensions),
        accountId,
        rolledBy(named, rolled),
    );
}

/** One point of so many seconds, of each series by itself. Without it a count is what came in the whole window. */
function rolledBy({ space, isCount }: Named, seconds?: number): string {
    if (seconds) return `.rollup(${space}, ${seconds})`;
    return isCount ? ".as_count()" : "";
}

function written({ name, space }: Named, dimensions: Text[], accountId: string, rolled: string): string {
    const account = tag("aws_account", accountId);
    // CloudFront's numbers are in the region "Global"; a tag of that name is Datadog's own.
    const own = dimensions.map((one) => Object.entries(one).filter(([key]) => key !== "Region"));
    const tagged = own.map((pairs) => pairs.map(([key, value]) => tag(key, value)));
    const scopes = tagged.map((tags) => tags.sort().join(" AND ")).filter((scope) => scope !== "");
    const scope =
        scopes.length > 1 ? `${account} AND (${scopes.join(" OR ")})` : [account, ...scopes].join(" AND ");
    return `${space}:${name}{${scope}}${rolled}`;
}
