namespace HealthWarehouse.Demo.Population;

/// <summary>How the people of the province are made (Profiles/people.yaml).</summary>
internal sealed record PeopleRules(
    IReadOnlyList<int> Bands, IReadOnlyDictionary<string, double> Households, IReadOnlyDictionary<string, double> Children,
    [property: System.Text.Json.Serialization.JsonPropertyName("deaths_per_1000")] IReadOnlyList<double> DeathsPer1000,
        IReadOnlyDictionary<string, double> DeathPlace, double Poor, double NearPoor, MinorityRules Minority,
    double Uninsured, IReadOnlyDictionary<string, double> WorkingGroups, double Retired, IReadOnlyDictionary<string, int> Benefit,
    IReadOnlyDictionary<string, string> Levels, IReadOnlyDictionary<string, IReadOnlyList<string>> Jobs)
{
    /// <summary>Number of the age band of an age in years.</summary>
    public int Band(int years)
    {
        var band = Bands.Count - 1;
        while (band > 0 && years < Bands[band]) band--;
        return band;
    }
}

internal sealed record MinorityRules(IReadOnlyDictionary<string, double> ByArea, double Elsewhere, IReadOnlyDictionary<string,
    double> Groups);

/// <summary>Where a life ends; only the first three leave a message.</summary>
internal enum DeathPlace { Hospital, TakenHome, BeforeHospital, Home }
