using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Standardise;

/// <summary>Puts a cancel, a restore or the choice of a version in the batch; its reason, free text, is sealed.</summary>
public static class ActionBinder
{
    public static void Bind(Subject subject, long delivery, string facility, string episode, string action, string reason, long? version,
        VaultDoor vault, BatchSet batch)
    {
        var key = RecordBinder.KeyOf(delivery, 1);
        batch.Actions.Row().Put(key).Put(delivery).Put(SubjectKey.Of(subject, facility, episode)).Put(facility).Put(episode).Put(action)
            .Put(false).Put(version);

        Keep(key, reason, vault, batch);
    }

    /// <summary>Puts a delivery taken back or given back in the batch.</summary>
    public static void Bind(long delivery, Guid target, string action, string reason, VaultDoor vault, BatchSet batch)
    {
        var key = RecordBinder.KeyOf(delivery, 1);
        batch.DeliveryActions.Row().Put(key).Put(delivery).Put(target).Put(action);
        Keep(key, reason, vault, batch);
    }

    private static void Keep(long key, string reason, VaultDoor vault, BatchSet batch)
    {
        if (reason.Length == 0) return;
        var plain = Encoding.UTF8.GetBytes(reason);
        var piece = new byte[Sealer.SealedLength(plain.Length)];
        Span<byte> place = stackalloc byte[16];
        VaultDoor.Place(place, key, VaultDoor.ActionNumber, 1);
        using var sealer = vault.Sealer(Compartment.Clinical);
        var number = sealer.Seal(plain, place, piece);
        batch.Sealed.Row().Put(key).Put(VaultDoor.ActionTable).Put(1).Put("clinical").Put(piece)
            .Put(VaultDoor.KeyOf(Compartment.Clinical, null)).Put(number);
    }
}
