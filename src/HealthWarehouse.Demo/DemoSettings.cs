namespace HealthWarehouse.Demo;

/// <summary>What to generate. The same settings give the same bytes on every machine.</summary>
public sealed record DemoSettings
{
    /// <summary>People who live in the province.</summary>
    public long People { get; init; } = 20_000;

    public int Months { get; init; } = 24;

    public long Seed { get; init; } = 1;

    /// <summary>Last day looked at; the first is so many months before.</summary>
    public DateOnly EndsOn { get; init; } = new(2026, 10, 31);

    /// <summary>Planted errors, as times the senders' own rates: 0 = a clean province, 1 = as senders are.</summary>
    public double Errors { get; init; } = 1;

    /// <summary>Late corrections, cancellations, restores and duplicates, as times the senders' own rates.</summary>
    public double Changes { get; init; } = 1;

    /// <summary>Kinds of error that may be planted (<see cref="DemoProvince.ErrorKinds"/>); null = all.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Contracts by which something is sent; null = all.</summary>
    public IReadOnlyList<string>? Contracts { get; init; }

    /// <summary>Code of the made-up province in the catalogue.</summary>
    public string Province { get; init; } = "99";

    public DateOnly BeginsOn => EndsOn.AddDays(1).AddMonths(-Months);
}
