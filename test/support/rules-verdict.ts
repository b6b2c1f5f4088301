import { tokenOf, type Node, type ResourceClass } from "../../policies/graph.ts";
import { judge } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";

/** A resource as a policy pack gets it. */
export function node(
    type: ResourceClass,
    name: string,
    props: Node["props"],
    links: Record<string, Node[]> = {},
): Node {
    const token = tokenOf(type);
    const urn = `urn:pulumi:test::test::${token}::${name}`;
    return {
        type: token,
        urn,
        name,
        props,
        opts: { protect: true, ignoreChanges: [] },
        propertyDependencies: links,
    };
}

/** What a rule says of the first of these resources. */
export function verdictOf(id: string, ...nodes: Node[]): string {
    const rule = rules.find((one) => one.id === id);
    return judge(rule!, nodes).find(({ urn }) => urn === nodes[0]?.urn)?.outcome ?? "not applicable";
}
