using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Dashboards;

/// <summary>What the figures of a tile show, in the first declared sentence that fits them; it says what is, never why.</summary>
internal sealed class BoardFinding
{
    private readonly Dictionary<string, decimal> _numbers = [];
    private readonly Dictionary<string, string> _words = [];
    private readonly Answer _answer;
    private readonly MeasureCard _measure;
    private FigureTargets? _targets;

    private BoardFinding(Answer answer) => (_answer, _measure) = (answer, answer.Measures[0]);

    /// <summary>Null where nothing fits, or where something is hidden: then the title names the tile.</summary>
    public static string? Of(IReadOnlyList<Headline> headlines, Tile tile, Answer answer, DateOnly today, FigureTargets? targets = null)
    {
        if (answer.IsVeiled || answer.By.Count == 0 || answer.Rows.Count == 0) return null;
        var finding = new BoardFinding(answer) { _targets = targets };
        finding.Word("Measure", finding._measure.Name);
        finding.Word("measure", Format.Lower(finding._measure.Name));
        if (tile.Kind is TileKind.Line) finding.LookAtMonths(today);
        else finding.LookAtMembers();
        return headlines.Select(h => h.Say(tile.Kind, finding._words, finding._numbers)).FirstOrDefault(s => s is not null);
    }

    /// <summary>Months that are over: the running one is not compared with whole ones.</summary>
    private void LookAtMonths(DateOnly today)
    {
        if (_answer.By[0].Code != "month") return;
        var months = _answer.Rows.Where(r => r.Keys[0].Code is not null && r.Values[0] is not null)
            .Select(r => (Row: r, Start: Month(r.Keys[0].Code!), Value: r.Values[0]!.Value, Before: r.Before?[0]))
            .Where(m => m.Start.AddMonths(1) <= today).OrderBy(m => m.Start).ToArray();
        if (months.Length == 0) return;
        var (last, peak) = (months[^1], months.MaxBy(m => m.Value));
        Number("known_months", months.Length);
        Word("last", Said(last.Value));
        Word("last_month", Name(last.Start));
        Word("peak", Said(peak.Value));
        Word("peak_month", Name(peak.Start));
        if (_targets?.Of(last.Row, 0) is { } target)
        {
            Number("missed", target.Of(last.Value) is Status.Bad ? 1 : 0);
            Word("target", Statuses.Short(target, _measure.Unit));
        }
        Number("falling", Run((before, now) => now < before));
        Number("rising", Run((before, now) => now > before));
        var lastYear = last.Before ?? months.Where(m => m.Start == last.Start.AddYears(-1)).Select(m => (decimal?)m.Value).FirstOrDefault();
        var change = new Change(last.Value, lastYear, _measure.Unit, _measure.IsAdditive, _measure.Better);
        if (lastYear is not { } year || year <= 0 || !change.IsKnown || change.IsFew) return;
        _numbers["change"] = _measure.Unit is "%" or "‰" ? last.Value - year : (last.Value - year) * 100 / year;
        Word("change_words", change.Words);

        // How many months in a row, up to the last one, each against the month before it.
        int Run(Func<decimal, decimal, bool> goes)
        {
            var run = 0;
            for (var i = months.Length - 1; i > 0; i--, run++)
                if (months[i - 1].Start.AddMonths(1) != months[i].Start || !goes(months[i - 1].Value, months[i].Value)) break;
            return run;
        }
    }

    /// <summary>Members of the first dimension, the largest first; shares only of what adds up.</summary>
    private void LookAtMembers()
    {
        var members = _answer.Rows.GroupBy(r => r.Keys[0])
            .Select(g => (Member: g.Key, Value: _measure.IsAdditive || _answer.By.Count == 1 ? g.Sum(r => r.Values[0] ?? 0) : 0))
            .Where(m => m.Value > 0).OrderByDescending(m => m.Value).ToArray();
        var named = members.Where(m => m.Member.Code is not null).ToArray();
        if (named.Length == 0) return;
        Number("members", members.Length);
        Word("top", Name(named[0].Member));
        if (named.Length > 1) Word("second", Format.Lower(Name(named[1].Member)));
        if (!_measure.IsAdditive || _answer.Total.Values[0] is not { } whole || whole <= 0) return;
        Share("top_share", named[0].Value * 100 / whole);
        if (named.Length > 1) Share("two_share", (named[0].Value + named[1].Value) * 100 / whole);
        var (sum, half) = (0m, 0);
        while (half < named.Length && sum * 2 < whole) sum += named[half++].Value;
        if (sum * 2 >= whole) Number("half", half);
    }

    private void Share(string fact, decimal percent)
    {
        _numbers[fact] = percent;
        Word($"{fact}_words", Format.Percent(Math.Round(percent, 1)));
    }

    private void Number(string fact, int value)
    {
        _numbers[fact] = value;
        Word(fact, Format.Number(value));
    }

    private void Word(string fact, string words) => _words[fact] = words;

    private string Said(decimal value) => Format.Parts(value, _measure.Unit) is var (figure, unit, close)
        ? close ? $"{figure}{unit}" : $"{figure} {unit}" : "";

    private string Name(Member member) => Format.Member(_answer.By[0].Code, member);

    private static string Name(DateOnly month) => $"tháng {month.Month}/{month.Year}";

    private static DateOnly Month(string code) => DateOnly.ParseExact($"{code}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
