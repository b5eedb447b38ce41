using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// How a figure changed against another: of shares the difference in points, of counts percent, of others the difference in their unit;
/// of fewer than five the figure of before itself.
/// </summary>
public sealed record Change(decimal? Now, decimal? Before, string Unit, bool Counts, Better Better = Better.Neither)
{
    private const int Few = 5;

    public bool IsKnown => Now is not null && Before is not null && !(Counts && Before == 0 && Now >= Few);

    /// <summary>Counts too few to be told as a rise or a fall.</summary>
    public bool IsFew => Counts && IsKnown && Math.Min(Now!.Value, Before!.Value) < Few;

    private decimal Step => Now!.Value - Before!.Value;

    /// <summary>The difference as it is told: what rounds to nothing is no change.</summary>
    private decimal Told => Math.Round(Unit is "%" or "‰" || !Counts ? Step : Before == 0 ? Step : Step * 100 / Math.Abs(Before!.Value), 1);

    public string Arrow => Told > 0 ? "arrow-up-right" : Told < 0 ? "arrow-down-right" : "arrow-right";

    /// <summary>The direction for those who hear it.</summary>
    public string Spoken => Told > 0 ? "tăng" : Told < 0 ? "giảm" : "không đổi";

    /// <summary>Better, worse, or neither: a rise alone is none of them.</summary>
    public string Mood =>
        !IsKnown || Better is Better.Neither || Told == 0 ? "" : Told > 0 == (Better is Better.Higher) ? "is-better" : "is-worse";

    public string Words => Unit switch
    {
        "%" or "‰" => $"{Format.Number(Math.Abs(Told))} điểm",
        _ when IsFew => $"trước {Format.Number(Before)}",
        _ when Counts => Format.Percent(Math.Abs(Told)),
        _ => $"{Format.Number(Math.Abs(Told))} {(Unit == "đồng" ? "đ" : Unit)}",
    };
}
