using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Standardise;

/// <summary>Puts a cancel, a restore or the choice of a version in the batch; its reason, free text, is sealed.</summary>
public static class ActionBinder
{
    public static void Bind(long delivery, string facility, string episode, string action, string reason, long? version, VaultDoor vault,
        BatchSet batch)
    {
        var key = RecordBinder.KeyOf(delivery, 1);
        var row = batch.Actions.Add();
        batch.Actions.Columns[0].Set(row, key);
        batch.Actions.Columns[1].Set(row, delivery);
        batch.Actions.Columns[2].Set(row, RecordBinder.EpisodeKey(facility, episode));
        batch.Actions.Set(3, row, facility);
        batch.Actions.Set(4, row, episode);
        batch.Actions.Set(5, row, action);
        batch.Actions.Columns[6].Set(row, false);
        if (version is { } chosen) batch.Actions.Columns[7].Set(row, chosen);

        if (reason.Length == 0) return;
        var plain = Encoding.UTF8.GetBytes(reason);
        var piece = new byte[Sealer.SealedLength(plain.Length)];
        Span<byte> place = stackalloc byte[16];
        VaultDoor.Place(place, key, VaultDoor.ActionNumber, 1);
        using var sealer = vault.Sealer(Compartment.Clinical);
        var number = sealer.Seal(plain, place, piece);
        var at = batch.Sealed.Add();
        batch.Sealed.Columns[0].Set(at, key);
        batch.Sealed.Set(1, at, VaultDoor.ActionTable);
        batch.Sealed.Columns[2].Set(at, 1);
        batch.Sealed.Set(3, at, "clinical");
        batch.Sealed.Set(4, at, piece);
        batch.Sealed.Set(5, at, VaultDoor.KeyOf(Compartment.Clinical, null));
        batch.Sealed.Columns[6].Set(at, number);
    }
}
