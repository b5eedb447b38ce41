using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>
/// A column of a file: its stable code for programs, its name for people; what is no text is a sum, or a quotient of sums.
/// </summary>
internal sealed record FigureColumn(string Code, string Name, bool IsText = false, bool IsSum = false);

/// <summary>Stands in a cell for a figure that is not shown: neither zero nor unknown.</summary>
internal sealed class HiddenFigure
{
    public static readonly HiddenFigure Cell = new();
}

/// <summary>
/// An answer as the table of a file: long, a row a figure, or wide as on the screen, the members of the second dimension side by side.
/// </summary>
internal sealed record FigureGrid(IReadOnlyList<FigureColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>The column that says how far the months have come, where one still runs.</summary>
    public const string State = "period_state";

    /// <summary>The column that says what records are not counted.</summary>
    public const string LeavesOut = "leaves_out";

    /// <summary>Whether a column of figures holds whole numbers only: counts, which readers want as integers.</summary>
    public bool IsWhole(int column) => !Columns[column].IsText && Rows.All(r => r[column] is not decimal v
        || (v == decimal.Truncate(v) && Math.Abs(v) < long.MaxValue));

    public static FigureGrid Of(Answer answer, bool wide) => wide && answer.By.Count == 2 ? Wide(answer) : Long(answer);

    private static FigureGrid Long(Answer answer)
    {
        var notes = Notes(answer, answer.Rows);
        return new([.. answer.By.SelectMany(Keys), .. Values(answer, "", ""), .. notes.Columns],
            [.. answer.Rows.Select(r => (object?[])[.. r.Keys.SelectMany(k => new object?[] { k.Code, k.Name }), .. Cells(answer, r),
                .. notes.Of(r)])]);
    }

    private static FigureGrid Wide(Answer answer)
    {
        Member[] across = [.. answer.Rows.Select(r => r.Keys[1]).Distinct().OrderBy(m => m.Code is null)
            .ThenBy(m => m.Code, StringComparer.Ordinal)];
        var notes = Notes(answer, answer.By[0].Code == "month" ? answer.Rows : []);
        var blank = new object?[answer.Measures.Count * (answer.Compared is null ? 1 : 2)];
        var sums = Enumerable.Range(0, answer.Measures.Count).Where(m => answer.Measures[m].IsAdditive).ToArray();
        return new([.. Keys(answer.By[0]), .. across.SelectMany(a => Values(answer, a.Code ?? Question.Unknown, Name(a))),
                .. sums.Select(m => Column(answer, m, "total", "Cộng")), .. notes.Columns],
            [.. answer.Rows.GroupBy(r => r.Keys[0]).Select(group => Row(group, group.ToDictionary(r => r.Keys[1])))]);

        string Name(Member member) => Format.Member(answer.By[1].Code, member);

        object?[] Row(IGrouping<Member, Figure> group, Dictionary<Member, Figure> cells) =>
            [group.Key.Code, group.Key.Name,
                .. across.SelectMany(a => cells.TryGetValue(a, out var cell) ? Cells(answer, cell) : blank),
                .. sums.Select(m => group.Any(r => r.Hides(m)) ? (object)HiddenFigure.Cell : group.Sum(r => r.Values[m])),
                .. notes.Of(group.First())];
    }

    private static IEnumerable<FigureColumn> Keys(DimensionCard dimension) =>
        [new(dimension.Code, $"Mã {Format.Lower(dimension.Name)}", true), new($"{dimension.Code}_name", dimension.Name, true)];

    /// <summary>A column a measure and one a compared measure; of a member where members stand side by side.</summary>
    private static IEnumerable<FigureColumn> Values(Answer answer, string code, string name)
    {
        for (var m = 0; m < answer.Measures.Count; m++) yield return Column(answer, m, code, name);
        for (var m = 0; m < answer.Measures.Count && answer.Compared is { } before; m++)
        {
            var now = Column(answer, m, code, name);
            yield return new($"{now.Code}_{before.Code}", $"{now.Name}, {before.Name}", IsSum: now.IsSum);
        }
    }

    /// <summary>The one measure of a wide table stands in its title; several stand in every head.</summary>
    private static FigureColumn Column(Answer answer, int m, string code, string name) => (answer.Measures[m], code) switch
    {
        (var measure, "") => new(measure.Code, $"{measure.Name} ({measure.Unit})", IsSum: measure.IsAdditive),
        (var measure, _) when answer.Measures.Count > 1 =>
            new($"{measure.Code}_{code}", $"{name}: {measure.Name} ({measure.Unit})", IsSum: measure.IsAdditive),
        (var measure, _) => new(code, name, IsSum: measure.IsAdditive),
    };

    private static IEnumerable<object?> Cells(Answer answer, Figure row) =>
        row.Values.Select((v, i) => row.Hides(i) ? HiddenFigure.Cell : (object?)v)
            .Concat(answer.Compared is null ? [] : row.Before is { } before
                ? before.Select((v, i) => row.HidesBefore(i) ? HiddenFigure.Cell : (object?)v) : new object?[answer.Measures.Count]);

    /// <summary>What is said beside figures: how far their month has come, where one is not over; what records are not counted.</summary>
    private static (FigureColumn[] Columns, Func<Figure, object?[]> Of) Notes(Answer answer, IReadOnlyList<Figure> rows)
    {
        var (tells, leaves) = (rows.Any(r => r.State is not PeriodState.Full), answer.LeavesOut is not null);
        return ([.. tells ? [new(State, "Tháng đã qua đến đâu", true)] : Array.Empty<FigureColumn>(),
                .. leaves ? [new(LeavesOut, "Không gồm", true)] : Array.Empty<FigureColumn>()],
            row => [.. tells ? [StateOf(answer, row)] : Array.Empty<object?>(),
                .. leaves ? [answer.LeavesOut] : Array.Empty<object?>()]);
    }

    /// <summary>How far the month of a row has come; the last day of one that runs.</summary>
    private static string StateOf(Answer answer, Figure row) => row.State switch
    {
        PeriodState.NotCome => "not-come",
        PeriodState.Running => string.Create(CultureInfo.InvariantCulture, $"until {answer.Standing.Until:yyyy-MM-dd}"),
        _ => "full",
    };
}
