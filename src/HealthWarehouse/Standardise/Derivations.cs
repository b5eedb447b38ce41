using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Works out, before a field is sealed, what analysis needs of it. Each mechanism is named in the contract's <c>derive</c>.
/// </summary>
internal static class Derivations
{
    public static ColumnType TypeOf(DerivedKind kind) => kind switch
    {
        DerivedKind.BirthMonth => ColumnType.Date,
        DerivedKind.AgeYears or DerivedKind.AgeDays or DerivedKind.BirthPrecision => ColumnType.Int,
        DerivedKind.Present => ColumnType.Flag,
        _ => ColumnType.Text,
    };

    /// <summary>
    /// Sets <paramref name="column"/> of the row from the clear values of the named columns, or leaves it null where they do not tell.
    /// </summary>
    public static void Apply(Derived derived, int column, ColumnBatch batch, int row, IClearRow clear)
    {
        var first = clear.Text(derived.From[0]);
        switch (derived.As)
        {
            case DerivedKind.Present:
                batch.Columns[column].Set(row, first is not null);
                break;
            case DerivedKind.IdentityKind when IdentityNumber.TryParse(first, out var number):
                batch.Set(column, row, number.Kind.ToString().ToLowerInvariant());
                break;
            case DerivedKind.CardGroup or DerivedKind.CardLevel or DerivedKind.CardProvince
                when InsuranceCard.TryParse(First(first), out var card):
                batch.Set(column, row,
                    derived.As switch { DerivedKind.CardGroup =>
                    card.Group, DerivedKind.CardLevel => card.Level.ToString(), _ => card.ProvinceCode });
                break;
            case DerivedKind.BirthMonth or DerivedKind.BirthPrecision or DerivedKind.AgeYears or DerivedKind.AgeDays
                when PartialDate.TryParse(first, out var birth):
                Birth(derived, batch.Columns[column], row, birth, derived.From.Count > 1 ? clear.Text(derived.From[1]) : null);
                break;
        }
    }

    private static void Birth(Derived derived, Column column, int row, PartialDate birth, string? eventText)
    {
        if (derived.As is DerivedKind.BirthMonth) column.Set(row, birth.MonthStart);
        else if (derived.As is DerivedKind.BirthPrecision) column.Set(row, (int)birth.Precision);
        else if (PartialDate.TryParse(eventText, out var at) && at.Precision >= DatePrecision.Day
            && (derived.As is DerivedKind.AgeYears ? birth.YearsOn(at.Earliest) : birth.DaysOn(at.Earliest)) is { } age) column.Set(row,
                age);
    }

    private static string? First(string? list) => list?.Split(';', 2)[0].Trim();
}

/// <summary>Clear values of one row by column, for derivations, tokens and checks on sealed fields; never stored.</summary>
internal interface IClearRow
{
    string? Text(string column);
}
