/** The rehearsal can't start or can't go on, through no fault of a resource: the command ends with exit code 2. */
export class Misuse extends Error {
    override name = "Misuse";
}
