/** The type of a stack's root resource. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

export interface Scope {
    stack: string;
    project: string;
}

/** The types from the outermost component down, as they stand in the URN; the root stack does not count. */
export function qualifiedTypeOf(urn: string): string {
    return urn.split("::")[2] ?? "";
}

export function typeOf(urn: string): string {
    return qualifiedTypeOf(urn).split("$").at(-1) ?? "";
}

/** The name: all that follows the third `::`, for a name may hold `::` itself. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** Pulumi's name for a resource: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export function urnUnder(scope: Scope, parentTypes: string, type: string, name: string): string {
    const types = parentTypes && parentTypes !== STACK_TYPE ? `${parentTypes}$${type}` : type;
    return `urn:pulumi:${scope.stack}::${scope.project}::${types}::${name}`;
}

export function urnOf(scope: Scope, parent: string | undefined, type: string, name: string): string {
    return urnUnder(scope, parent ? qualifiedTypeOf(parent) : "", type, name);
}

export function packageOf(type: string): string {
    const [first = "", second = ""] = type.split(":");
    return first === "pulumi" && second === "providers" ? (type.split(":")[2] ?? "") : first;
}

export function isProviderType(type: string): boolean {
    return type.startsWith("pulumi:providers:");
}
