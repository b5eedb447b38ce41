namespace HealthWarehouse.Catalogue;

public sealed record PurposeFile(IReadOnlyList<Purpose> Purposes);

/// <summary>A purpose for which person-level data may be read (Luật 91/2025/QH15, Luật KCB Điều 69): chosen by the reader, kept in the audit row.</summary>
public sealed record Purpose(string Id, string Name, string Basis);
