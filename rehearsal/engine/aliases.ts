import type { Alias } from "./registration.ts";
import { nameOf, qualifiedTypeOf, typeOf, urnOf, urnUnder, type Scope } from "./urn.ts";

interface Subject {
    type: string;
    name: string;
    parent?: string;
    aliases: Alias[];
}

function aliasUrn(scope: Scope, subject: Subject, alias: Alias): string {
    if (alias.urn) return alias.urn;
    const parent = alias.noParent ? undefined : (alias.parentUrn ?? subject.parent);
    const within = { stack: alias.stack ?? scope.stack, project: alias.project ?? scope.project };
    return urnOf(within, parent, alias.type ?? subject.type, alias.name ?? subject.name);
}

/** The URN that a child had while its parent was called `parentAlias`; its name follows the parent's, if it began with it. */
function inheritedUrn(scope: Scope, type: string, name: string, parent: string, parentAlias: string): string {
    const parentName = nameOf(parent);
    const formerName = name.startsWith(parentName)
        ? nameOf(parentAlias) + name.slice(parentName.length)
        : name;
    return urnUnder(scope, qualifiedTypeOf(parentAlias), type, formerName);
}

/**
 * Every earlier URN of a resource: what it says itself, and what follows from the URN under which its parent was
 * found in the state (`parentAlias`).
 */
export function aliasUrns(scope: Scope, subject: Subject, parentAlias: string | undefined): string[] {
    const own = subject.aliases.map((alias) => aliasUrn(scope, subject, alias));
    const { parent } = subject;
    if (!parent || !parentAlias) return [...new Set(own)];
    const inherited = own.map((urn) => inheritedUrn(scope, typeOf(urn), nameOf(urn), parent, parentAlias));
    const plain = inheritedUrn(scope, subject.type, subject.name, parent, parentAlias);
    return [...new Set([...own, plain, ...inherited])];
}
