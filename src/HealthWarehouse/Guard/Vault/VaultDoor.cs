using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// The door to sealed content: sealers for what comes in, openers for those who may. Pieces of a record in a restricted compartment are
/// under that compartment's own key, and its opener is handed only to a viewer who has the compartment (Luật HIV Điều 30; domain §5.3 A6).
/// </summary>
public sealed class VaultDoor(KeyRing keys, Leaves leaves)
{
    public Tokens Tokens { get; } = new(keys);

    public Pseudonyms Pseudonyms { get; } = new(leaves);

    /// <summary>The key a piece is sealed with: that of its kind, or the compartment's own.</summary>
    public static string KeyOf(Compartment kind, string? restricted) => restricted ?? kind.ToString();

    /// <summary>For loading, which must be able to seal everything.</summary>
    public Sealer Sealer(Compartment kind, string? restricted = null) => new(keys, leaves, KeyOf(kind, restricted), Name(kind));

    /// <summary>An opener of one kind of pieces for a viewer, who must have every restricted compartment of the record.</summary>
    public Opener Opener(Viewer viewer, Compartment kind, IReadOnlyCollection<string>? restricted = null)
    {
        if (kind is Compartment.Identity && !viewer.May(Right.Identity))
            throw new NotAllowedException("Vai trò này không được xem danh tính người bệnh.");
        if (!viewer.May(Right.Records)) throw new NotAllowedException("Vai trò này không được xem dữ liệu tới từng hồ sơ.");
        if (restricted?.FirstOrDefault(r => !viewer.Compartments.Contains(r)) is not null)
            throw new NotAllowedException("Hồ sơ thuộc ngăn hạn chế, cần được cấp ngăn đó.");
        return new(keys, leaves, KeyOf(kind, restricted?.FirstOrDefault()), Name(kind));
    }

    /// <summary>
    /// An opener of identity for who looks through an opening that holds; every restricted compartment of the record must be open to them.
    /// </summary>
    public Opener Opener(Sight sight, IReadOnlyCollection<string> restricted) =>
        sight.Identity && restricted.All(sight.Viewer.Opens)
            ? new(keys, leaves, KeyOf(Compartment.Identity, restricted.FirstOrDefault()), Name(Compartment.Identity))
            : throw new RestrictedException();

    /// <summary>
    /// For the house's own work on what is sealed: sealing again under a new key, finding the records of a person to be shredded.
    /// </summary>
    internal Opener OwnOpener(Compartment kind, string key) => new(keys, leaves, key, Name(kind));

    internal Sealer OwnSealer(Compartment kind, string key) => new(keys, leaves, key, Name(kind));

    /// <summary>Where a sealed piece belongs: record, table and row, as bytes.</summary>
    public static void Place(Span<byte> place, long record, int table, int row)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(place, record);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(place[8..], table);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(place[12..], row);
    }

    /// <summary>
    /// Number of a table in the place of its pieces: that the law gives it in its name, else drawn from the name. Never its order, which
    /// another
    /// table would change.
    /// </summary>
    public static int TableNumber(string table)
    {
        if (table == ActionTable) return ActionNumber;
        if (table.StartsWith("XML", StringComparison.Ordinal)
            && int.TryParse(table.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < ActionNumber)
            return number;
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(table));
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(hash) & int.MaxValue | 0x1000;
    }

    /// <summary>Name and number of the pieces of cancel and restore requests, which are in no table of the contract.</summary>
    public const string ActionTable = "ACTION";

    public const int ActionNumber = 1000;

    private static string Name(Compartment kind) => kind.ToString().ToLowerInvariant();
}
