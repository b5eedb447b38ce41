namespace HealthWarehouse.Guard.Vault;

/// <summary>A row of vault.sealed; the piece in base64.</summary>
internal sealed record SealedPiece
{
    public long RecordKey { get; init; }
    public required string TableName { get; init; }
    public int RowNo { get; init; }
    public required string Compartment { get; init; }
    public required string Piece { get; init; }
    public string? KeyUse { get; init; }
    public string? Restricted { get; init; }
}
