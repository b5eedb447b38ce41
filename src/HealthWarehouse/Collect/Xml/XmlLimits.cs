namespace HealthWarehouse.Collect.Xml;

/// <summary>Bounds that keep a hostile file from eating the machine; sizes in bytes.</summary>
public sealed record XmlLimits
{
    public static readonly XmlLimits Default = new();

    /// <summary>Bytes of a file held at a time; grows only for a tag longer than it.</summary>
    public int Window { get; init; } = 256 << 10;

    public int MaxDepth { get; init; } = 64;

    /// <summary>Longest tag, comment or processing instruction.</summary>
    public int MaxToken { get; init; } = 1 << 20;

    /// <summary>Largest NOIDUNGFILE, as received.</summary>
    public int MaxContent { get; init; } = 32 << 20;

    /// <summary>All NOIDUNGFILE of one record together, as received.</summary>
    public int MaxRecord { get; init; } = 64 << 20;

    /// <summary>Most rows of one table of a record.</summary>
    public int MaxRows { get; init; } = 50_000;

    /// <summary>Most values of one table of a record.</summary>
    public int MaxValues { get; init; } = 1_000_000;

    /// <summary>Most FILEHOSO of one record.</summary>
    public int MaxFiles { get; init; } = 64;

    /// <summary>Most records of one delivery.</summary>
    public int MaxRecords { get; init; } = 1_000_000;

    /// <summary>Most bytes an archive may unpack to.</summary>
    public long MaxUnpacked { get; init; } = 8L << 30;

    /// <summary>Most unpacked bytes per packed byte, once 16 MiB are unpacked.</summary>
    public int MaxRatio { get; init; } = 250;

    /// <summary>Most files in one archive.</summary>
    public int MaxParts { get; init; } = 20_000;
}
