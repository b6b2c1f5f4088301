/** Does `work` on every item, at most `width` at a time; the results stand in the order of the items. */
export async function inTurns<Item, Result>(
    width: number,
    items: Item[],
    work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
    const results: Result[] = [];
    const queue = items.entries();
    const lane = async () => {
        for (const [index, item] of queue) results[index] = await work(item);
    };
    await Promise.all(Array.from({ length: width }, lane));
    return results;
}
