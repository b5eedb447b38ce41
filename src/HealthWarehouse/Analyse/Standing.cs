using System.Text.Json.Serialization;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Analyse;

/// <summary>Whether a period is over, still runs, or has not come, on the last day figures can tell of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PeriodState>))]
public enum PeriodState
{
    [JsonStringEnumMemberName("full")] Full,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("not-come")] NotCome,
}

/// <summary>
/// How far a period has come: while it runs, until which day, and its days so far in words ("01–29/11"). What has not come has no figure,
/// and what runs is compared with the same days of another period.
/// </summary>
public sealed record Standing(PeriodState State, DateOnly? Until = null, string? Days = null)
{
    public static readonly Standing Full = new(PeriodState.Full);

    /// <summary>Where a period stands when figures are known to a day; null where nothing ever came in.</summary>
    public static Standing Of(Period period, DateOnly? known) => known is not { } day || day >= period.End ? Full
        : day < period.Start ? new(PeriodState.NotCome) : new(PeriodState.Running, day, period.DaysTo(day));

    /// <summary>The name of a period, with its days so far while it runs: never twelve months that are not over.</summary>
    public string NameOf(Period period) => Until is { } day ? period.UpTo(day).Name : period.Name;

    /// <summary>The part of another period that a period so far is compared with.</summary>
    public Period Compared(Period own, Period other) => Until is { } day ? own.SameDays(other, day) : other;
}
