namespace HealthWarehouse.Demo.Organisation;

/// <summary>What lists of units are put together from (Organisation/organisation.yaml).</summary>
internal sealed record OrganisationRules(IReadOnlyDictionary<string, MachineModel> Machines,
    IReadOnlyDictionary<string, PlannedItem> Chemicals, IReadOnlyDictionary<string, PlannedItem> Supplies);

internal sealed record MachineModel(string Name, string Maker, string Country);

internal sealed record PlannedItem(string Name, string Unit, decimal Price);
