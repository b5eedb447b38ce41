using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Operate.Examples;

/// <summary>A rule that spoke about an example, with the value it shows.</summary>
public sealed record SpokenRule(string Rule, Severity Severity, string Message, string? Value);

/// <summary>
/// What came of one example of a check (or, without one, of a clean record): the rules that spoke, and those that rightly speak beside the
/// check.
/// </summary>
public sealed record ExampleOutcome(Check? Check, string Example, IReadOnlyList<SpokenRule> Spoken, IReadOnlyList<string> Also)
{
    public const string Fails = "fails", Passes = "passes";

    public bool Ok => Problem is null;

    /// <summary>
    /// What is not as it should be, or null: the rules that spoke must be exactly those expected, at their severity, with a message filled
    /// in full.
    /// </summary>
    public string? Problem
    {
        get
        {
            var expected = Example == Fails && Check is not null ? Also.Append(Check.Id) : Also;
            var said = Spoken.Select(s => s.Rule).Distinct().ToArray();
            if (expected.Except(said).FirstOrDefault() is { } missing) return $"quy tắc {missing} không lên tiếng";
            if (said.Except(expected).FirstOrDefault() is { } other)
                return $"quy tắc {other} lên tiếng: {Spoken.First(s => s.Rule == other).Message}";
            foreach (var spoken in Spoken.Where(s => s.Rule == Check?.Id))
            {
                if (spoken.Severity != Check!.Severity) return $"mức độ là {spoken.Severity}, khai báo {Check.Severity}";
                if (spoken.Message.Trim().Length == 0 || spoken.Message.AsSpan().IndexOfAny('{', '}') >= 0)
                    return $"lời báo chưa điền đủ: '{spoken.Message}'";
            }
            return null;
        }
    }
}

/// <summary>A clock for examples: it begins on the day they are written for and goes on by a second each time it is asked.</summary>
public sealed class ExampleClock(DateOnly day) : TimeProvider
{
    private long _asked;

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(day, default, TimeSpan.Zero).AddSeconds(Interlocked.Increment(ref _asked));
}
