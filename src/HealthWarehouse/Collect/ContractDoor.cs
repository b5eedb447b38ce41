using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Collect;

/// <summary>Which contracts somebody may hand in by; what may not is refused in words, before a byte is read.</summary>
public sealed class ContractDoor(CatalogueFiles catalogue, Senders senders)
{
    /// <summary>The contract of a code (the usual one, where none is given), and the sender it is handed in by.</summary>
    public async Task<(Contract Contract, Sender Sender)> Open(string? code, string sender, CancellationToken stop = default)
    {
        var contract = catalogue.ContractOf(code?.Trim() ?? "");
        var from = await senders.Find(sender, stop) ?? throw new NotAllowedException($"Không có nơi gửi '{sender}'.");
        return Refusal(contract, from) is { } words ? throw new NotAllowedException(words) : (contract, from);
    }

    /// <summary>Why a sender may not hand in by a contract; null when it may.</summary>
    public static string? Refusal(Contract contract, Sender sender) =>
        sender.AllowedContracts is { } own && !own.Contains(contract.Code)
            ? $"Nơi gửi {sender.Code} không được giao gửi {contract.Name} ({contract.Code}). Được gửi: {string.Join(", ", own.Order())}."
        : contract.Subject.Facility is null && sender.AllowedFacilities is not null
            ? $"{contract.Name} ({contract.Code}) không thuộc cơ sở nào nên chỉ đơn vị gửi cho toàn tỉnh được gửi."
        : null;
}
