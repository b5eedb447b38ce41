namespace HealthWarehouse.Demo.Illness;

/// <summary>A file of disease profiles (Profiles/*.yaml).</summary>
internal sealed record ProfileFile(string Family, IReadOnlyList<Profile> Profiles);

/// <summary>
/// What a group of diseases looks like from the outside: who gets it and when, where they go, what is done, how it ends.
/// Arrays go by the age bands of people.yaml; <c>rate</c> is acute visits per 1000 person-years, weights need not add up to anything.
/// </summary>
internal sealed record Profile(
    string Code, string Name, IReadOnlyDictionary<string, double> Icd, IReadOnlyList<string> Reasons, string Department, string Exam,
    IReadOnlyList<double>? Rate = null, double Male = 1, OnlySex? Sex = null, string Season = "even", double Wave = 0,
    IReadOnlyDictionary<string, double>? Types = null, IReadOnlyDictionary<string, double>? Where = null, IReadOnlyDictionary<string,
        double>? With = null,
    Care? Out = null, Care? In = null, IReadOnlyList<int>? Stay = null, IReadOnlyDictionary<string, double>? Outcomes = null,
    IReadOnlyDictionary<string, double>? Refer = null, IReadOnlyList<double>? FollowUp = null, double Readmit = 0,
        IReadOnlyList<double>? Terminal = null,
    IReadOnlyDictionary<string, int>? Causes = null, double Emergency = 0, IReadOnlyList<double>? Leave = null,
        IReadOnlyList<double>? Rest = null,
    Chronic? Chronic = null, Programme? Programme = null, IReadOnlyList<double>? Incidence = null, IReadOnlyList<double>? Prevalence = null,
    bool TerminatesPregnancy = false);

internal enum OnlySex { Male, Female }

internal enum Programme { Tb, Hiv }

/// <summary>What is done and given, each with its chance: services and supplies by code, drugs by code.</summary>
internal sealed record Care(
    IReadOnlyDictionary<string, double>? Services = null, IReadOnlyDictionary<string, double>? Drugs = null, IReadOnlyDictionary<string,
        double>? Supplies = null);

/// <summary>
/// A disease one lives with: who has it (per 1000), how often they come, for how many days they get medicine, how faithfully.
/// </summary>
internal sealed record Chronic(
    IReadOnlyList<double> Prevalence, int Every, int Days, IReadOnlyDictionary<string, double> Types, IReadOnlyDictionary<string,
        double> Where, double Attend, string? Icd = null);

/// <summary>What all profiles share (Profiles/common.yaml).</summary>
internal sealed record CommonRules(
    IReadOnlyDictionary<string, IReadOnlyList<double>> Seasons, IReadOnlyDictionary<string, Dose> Dosing, IReadOnlyDictionary<string,
        Supply> Supplies,
    IReadOnlyList<Machine> Machines, IReadOnlyDictionary<string, IReadOnlyList<string>> Readings, IReadOnlyDictionary<string,
        IReadOnlyList<string>> Appearance,
    BedRules Beds, IReadOnlyDictionary<DateOnly, decimal> BaseSalary, IReadOnlyDictionary<string, string> ExamClasses, string StationBed,
        IReadOnlyDictionary<string, string> DayBed);

internal sealed record Dose(int Each, int Times, int Days, string Use, bool Once = false);

internal sealed record Supply(string Name, string Unit, decimal Price);

internal sealed record Machine(string Group, string Kind, string? Start = null, string? Word = null);

internal sealed record BedRules(IReadOnlyList<string> Surgical, string MedicalDefault, string SurgicalDefault, IReadOnlyDictionary<string,
    string> Special);
