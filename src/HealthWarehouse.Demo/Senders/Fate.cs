using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Errors;
using HealthWarehouse.Demo.Truth;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Senders;

/// <summary>
/// What will happen to the message of an episode: an error in it, a correction, a cancellation, the same again. Decided once, from the
/// episode's own chance.
/// </summary>
internal sealed record Fate(ErrorKind? Error, bool Mended, TimeSpan? Corrected, TimeSpan? Cancelled, TimeSpan? Restored,
    TimeSpan? Duplicated)
{
    public TruthState State => Cancelled is not null && Restored is null ? TruthState.Cancelled : Error is { Refused: true }
        && Corrected is null ? TruthState.Refused : TruthState.Current;

    /// <summary>Corrected content counts in the end.</summary>
    public int Revision => Corrected is not null && !Mended ? 1 : 0;

    public static Fate Of(Visit visit, Habit habit, IReadOnlyList<ErrorKind> kinds, DemoSettings settings)
    {
        var dice = visit.Person.Dice.For(Part.Fate, visit.Key);
        var rates = habit.Vendor.Rates;
        var (errs, kind, mended) = (dice.Chance(rates.Errors * settings.Errors), dice.Unit(), dice.Chance(rates.Mended));
        var (corrects, cancels, restores, repeats) = (dice.Chance(rates.Corrections * settings.Changes),
            dice.Chance(rates.Cancels * settings.Changes), dice.Chance(rates.Restores), dice.Chance(rates.Duplicates * settings.Changes));
        var error = errs && kinds.Count > 0 ? kinds[(int)(kind * kinds.Count)] : null;
        mended = error is not null && (mended || error.WholeFile);
        cancels &= error is not { Refused: true } || mended;
        var corrected = mended || corrects ? TimeSpan.FromMinutes(dice.Between(1500, 40_000)) : (TimeSpan?)null;
        var cancelled = cancels ? (corrected ?? TimeSpan.Zero) + TimeSpan.FromMinutes(dice.Between(600, 25_000)) : (TimeSpan?)null;
        var restored = cancels && restores ? cancelled + TimeSpan.FromMinutes(dice.Between(300, 14_000)) : null;
        return new(error, mended, corrected, cancelled, restored, repeats ? TimeSpan.FromMinutes(dice.Between(2, 3000)) : null);
    }
}
