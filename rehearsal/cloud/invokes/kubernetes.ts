import { parseAllDocuments } from "yaml";
import { isObject, type Value } from "../../values.ts";
import type { Answer } from "./question.ts";

/** The objects of a manifest; a list of objects stands for its items, as `kubectl apply` takes it. */
function objectsOf(value: Value): Value[] {
    if (!isObject(value)) return [];
    return String(value.kind).endsWith("List") && Array.isArray(value.items)
        ? value.items.flatMap(objectsOf)
        : [value];
}

/** Functions that the plugin of Kubernetes answers by itself, without a cluster. By token. */
export const KUBERNETES_ANSWERS: Record<string, Answer> = {
    "kubernetes:yaml:decode": ({ args }) => ({
        result: parseAllDocuments(String(args.text)).flatMap((document) => {
            const [error] = document.errors;
            if (error) throw new Error(`The manifest is not valid YAML: ${error.message}`);
            return objectsOf(document.toJS() as Value);
        }),
    }),
};
