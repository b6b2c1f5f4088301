/** The cookies of one run: kept and sent back, as a browser does for the pages of one site. */
export class Cookies {
    private readonly kept = new Map<string, string>();

    /** Takes what an answer sets, and returns the values that are new. */
    take(headers: string[] = [], now = Date.now()): string[] {
        return headers.flatMap((header) => {
            const [pair = "", ...attributes] = header.split(";");
            const [name = "", ...rest] = pair.split("=");
            if (name.trim() === "" || rest.length === 0) return [];
            if (isOver(attributes, now)) {
                this.kept.delete(name.trim());
                return [];
            }
            const value = rest.join("=").trim();
            this.kept.set(name.trim(), value);
            return [value];
        });
    }

    /** The header for the next request, or undefined where there is nothing to send. */
    header(): string | undefined {
        const pairs = [...this.kept].map(([name, value]) => `${name}=${value}`);
        return pairs.length === 0 ? undefined : pairs.join("; ");
    }
}

/** True for a cookie that is set to be gone: this is how a server deletes one (RFC 6265, section 3.1). */
function isOver(attributes: string[], now: number): boolean {
    const given = new Map(
        attributes.map((attribute) => {
            const [name = "", ...value] = attribute.split("=");
            return [name.trim().toLowerCase(), value.join("=").trim()];
        }),
    );
    const seconds = given.get("max-age");
    if (seconds !== undefined && /^-?\d+$/.test(seconds)) return Number(seconds) <= 0;
    const expires = Date.parse(given.get("expires") ?? "");
    return !Number.isNaN(expires) && expires <= now;
}
