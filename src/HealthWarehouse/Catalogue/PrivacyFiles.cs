namespace HealthWarehouse.Catalogue;

/// <summary>What the desk of the data-protection officer works by.</summary>
public sealed record PrivacyFiles(ProcessingFile Processing, RequestFile Requests, ConsentFile Consents, IncidentFile Incidents,
    EgressFile Egress, HolidayFile Holidays)
{
    public static PrivacyFiles Load(string folder)
    {
        return new(Read<ProcessingFile>("processing"), Read<RequestFile>("requests"), Read<ConsentFile>("consents"),
            Read<IncidentFile>("incidents"), Read<EgressFile>("disclosures"), Read<HolidayFile>("holidays"));

        T Read<T>(string name) => Declaration.Read<T>(Path.Combine(folder, $"{name}.yaml"));
    }

    internal void Verify(IReadOnlyList<Purpose> purposes)
    {
        Processing.Verify(purposes);
        Requests.Verify(purposes);
        Incidents.Verify(Processing, purposes);
        Holidays.Verify();
    }
}
