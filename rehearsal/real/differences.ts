import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { fromStruct } from "../engine/wire.ts";
import type { Diff } from "../provider.ts";
import { isObject, type Properties, type Value } from "../values.ts";

/** The paths at which two values differ, down to the leaves. */
function changedPaths(old: Value | undefined, now: Value | undefined, path: string): string[] {
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    if (!isObject(old) || !isObject(now)) return [path];
    const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
    return [...keys].flatMap((key) =>
        changedPaths(old[key], now[key], `${path}${/^\w+$/.test(key) ? `.${key}` : `["${key}"]`}`),
    );
}

/** Where a changed property changed: options such as `replaceOnChanges` may name a path in it. */
export function detailed(
    { changed, replaces }: Diff,
    old: Properties,
    now: Properties,
    response: proto.DiffResponse,
): proto.DiffResponse {
    const { UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
    for (const key of changed) {
        const kind = replaces.includes(key) ? UPDATE_REPLACE : UPDATE;
        for (const path of changedPaths(old[key], now[key], key)) {
            response
                .getDetaileddiffMap()
                .set(path, new proto.PropertyDiff().setKind(kind).setInputdiff(true));
        }
    }
    return response.setHasdetaileddiff(true);
}

export function differing({ changed, replaces }: Diff): proto.DiffResponse {
    const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
    return new proto.DiffResponse()
        .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList(changed)
        .setReplacesList(replaces);
}

export function configDiff(request: proto.DiffRequest): proto.DiffResponse {
    const [old, now] = [fromStruct(request.getOldInputs()), fromStruct(request.getNews())];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return differing({
        changed: keys.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key])),
        replaces: [],
    });
}
