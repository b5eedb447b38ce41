namespace HealthWarehouse.Demo.Errors;

/// <summary>
/// An error put into a delivery on purpose. <c>Rules</c> are the checks that must speak of it: a rule's whole name, or its family (R13).
/// Record is the number of the record in the delivery; null when the whole file is spoilt.
/// </summary>
public sealed record PlantedError(
    string Kind, IReadOnlyList<string> Rules, string Facility, string? Episode, int? Record, string? Table, int? Row, string? Field,
        bool Refused, bool Mended);
