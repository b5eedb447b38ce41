using CsCheck;
using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Truth.History;

namespace HealthWarehouse.Tests.Truth;

/// <summary>
/// Whatever is sent, corrected, cancelled, chosen, sent again and standardised again, in whatever order and however it is grouped: what
/// counts, and what is known of any moment, is what a small model says.
/// </summary>
public class HistoriesSpec
{
    private static readonly Gen<Sending> AnyVisit = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 31], Gen.Int[0, 2], Gen.Int[0, 11],
            (code, other, sex, tokens, stay, spoiled) =>
        new Sending(code, (code + (other < 2 ? other + 1 : 0)) % 3, sex == 0, tokens & 3, (tokens & 4) > 0, tokens >> 3, stay,
            spoiled == 0));

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (9, Gen.Select(Gen.Int[0, 3], Gen.Int[0, Times.Length - 1], AnyVisit.Array[1, 3])
            .Select(x => (Step)new Send(x.Item1 == 0, x.Item2, x.Item1 < 3 ? x.Item3[..1] : x.Item3))),
        (3, Gen.Int[0, 99].Select(n => (Step)new SendAgain(n))),
        (5, Gen.Select(Gen.Int[0, 4], Gen.Int[0, 99], (kind, n) =>
            (Step)(kind switch { < 2 => new Cancel(n), < 4 => new Restore(n), _ => new Use(n, n / 7) }))),
        (2, Gen.Select(Gen.Int[0, 99], Gen.Int[0, 9], (n, of) => (Step)new Use(n, of))),
        (4, Gen.Int[0, 99].Select(n => (Step)new Replay(n))),
        (5, Gen.Const((Step)new Load())),
        (4, Gen.Int[0, Turns.Length - 1].Select(n => (Step)new TurnClock(n))),
        (1, Gen.Const((Step)new Reopen())));

    [Theory, ClassData(typeof(Engines))]
    public async Task What_counts_and_what_was_known_when_is_what_was_said(Engine engine) =>
        await AnyStep.Array[3, 24].SampleAsync(
            steps => Play(engine, steps), iter: Iterations(engine), threads: 1, print: steps =>
                string.Join(Environment.NewLine, steps.Select(s => $"{s}")));

    private static long Iterations(Engine engine) =>
        (Scale.Full, engine) switch { (true, Engine.DuckDb) => 1000, (true, _) => 200, _ => 2 };

    private static async Task Play(Engine engine, IReadOnlyList<Step> steps)
    {
        await using var history = await Begin(engine);
        foreach (var step in steps) await history.Take(step);
        await history.End();
    }
}
