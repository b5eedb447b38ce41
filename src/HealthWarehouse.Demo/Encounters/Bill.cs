namespace HealthWarehouse.Demo.Encounters;

/// <summary>
/// One charge, split by who pays it (domain §1.7, Money): beyond insurance the patient, within it the fund and the co-payment.
/// </summary>
internal readonly record struct Charge(decimal Hospital, decimal Insured, decimal Insurance, decimal Copaid, decimal SelfPaid)
{
    public static Charge Of(decimal quantity, decimal price, int insuranceRate, int benefit)
    {
        var hospital = Round(quantity * price);
        var insured = Round(quantity * price * insuranceRate / 100);
        var insurance = Round(insured * benefit / 100);
        return new(hospital, insured, insurance, insured - insurance, hospital - insured);
    }

    private static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}

/// <summary>Sums of an episode, as XML1 tells them.</summary>
internal sealed class Bill
{
    public decimal Drugs { get; private set; }
    public decimal Supplies { get; private set; }
    public decimal Hospital { get; private set; }
    public decimal Insured { get; private set; }
    public decimal SelfPaid { get; private set; }
    public decimal Copaid { get; private set; }
    public decimal Insurance { get; private set; }

    /// <summary>T_BHTT_GDV: what the fund pays by fee for service.</summary>
    public decimal Fees { get; private set; }
    public int DrugLines { get; private set; }
    public int ServiceLines { get; private set; }

    public void Add(Charge charge, ItemKind kind, bool feeForService)
    {
        if (kind is ItemKind.Drug) (Drugs, DrugLines) = (Drugs + charge.Hospital, DrugLines + 1);
        else ServiceLines++;
        if (kind is ItemKind.Supply) Supplies += charge.Hospital;
        Hospital += charge.Hospital;
        Insured += charge.Insured;
        SelfPaid += charge.SelfPaid;
        Copaid += charge.Copaid;
        Insurance += charge.Insurance;
        if (feeForService) Fees += charge.Insurance;
    }
}

internal enum ItemKind { Drug, Service, Supply }

/// <summary>What was given or done, before it is written as a line.</summary>
internal sealed record Item(ItemKind Kind, string Code, string Name, string Unit, string Group, decimal Quantity, decimal Price,
    DateTime Ordered, DateTime Done, DateTime Result)
{
    public Drug? Drug { get; init; }
    public string? Dose { get; init; }
    public string? Use { get; init; }
    public string? Bed { get; init; }
}
