using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>XML15 for tuberculosis, XML6 for HIV: where the course of treatment stands at this visit.</summary>
internal static class ProgrammeRecords
{
    /// <summary>Monthly visits of a whole course of tuberculosis treatment.</summary>
    private const int WholeCourse = 6;

    public static void Write(Chart chart, Row main)
    {
        if (chart.Visit.Kind is VisitKind.Tuberculosis) Tuberculosis(chart, main);
        if (chart.Visit.Kind is VisitKind.Hiv) Hiv(chart, main);
    }

    private static void Tuberculosis(Chart chart, Row main)
    {
        var (visit, dice) = (chart.Visit, chart.Person.Dice.For(Part.Programme, 2000));
        var (relapse, confirmed, site) = (dice.Chance(0.08), visit.MainIcd is "A15.0", visit.Ailment.Code == "tuberculosis" ? "1" : "2");
        var began = chart.Desk.Courses.Began(chart.Person, visit.Ailment) ?? visit.ArrivedOn;
        var over = visit.Stage >= WholeCourse;
        var hiv = chart.Desk.Courses.Began(chart.Person, chart.Desk.Courses.Hiv);
        var row = chart.Encounter.Add("XML15");
        Transfers.Copy(main, row, "patient_code", "full_name", "identity_number", "facility_code");
        row["tb_site_code"] = site;
        row["tb_history_code"] = relapse ? "2" : "1";
        row["tb_hiv_status_code"] = hiv is null ? "2" : "1";
        row["tb_bacteriology_code"] = confirmed ? "1" : "2";
        row["tb_resistance_code"] = "1";
        row["tb_treatment_type_code"] = "2";
        row["tb_started_on"] = Text.Day(began);
        row["tb_regimen_code"] = chart.Age < 15 ? "2" : "1";
        row["tb_ended_on"] = over ? Text.Day(visit.ArrivedOn) : null;
        row["tb_outcome_code"] = !over ? "6" : confirmed ? "1" : "2";
        row["hiv_confirmed_on"] = hiv is { } since ? Text.Day(since.AddDays(-14)) : null;
        // The contract asks for both dates of every patient; for one without HIV the first day of the tuberculosis treatment is written.
        row["arv_started_on"] = Text.Day(hiv ?? began);
        row["cotrimoxazole_started_on"] = Text.Day(hiv ?? began);
    }

    private static void Hiv(Chart chart, Row main)
    {
        var visit = chart.Visit;
        var began = chart.Desk.Courses.Began(chart.Person, visit.Ailment) ?? visit.ArrivedOn;
        var dice = chart.Person.Dice.For(Part.Programme, 3000);
        var (from, line) = (dice.Chance(0.8) ? visit.Facility.Code : chart.Desk.Papers.RegisteredAt(chart.Person, visit.Day)
            ?? visit.Facility.Code, dice.Chance(0.94) ? "TDF+3TC+DTG" : "ABC+3TC+DTG");
        var row = chart.Encounter.Add("XML6");
        Transfers.Copy(main, row, "insurance_cards", "identity_number", "birth_date", "sex", "address", "residence_province_code",
            "residence_district_code", "residence_commune_code", "facility_code");
        row["hiv_confirmed_on"] = Text.Day(began.AddDays(-14));
        row["sampling_facility_code"] = from;
        row["confirming_facility_code"] = from;
        row["arv_start_facility_code"] = from;
        row["arv_started_on"] = Text.Day(began);
        row["initial_regimen_code"] = began.Year < 2021 ? "TDF+3TC+EFV" : line;
        row["registration_reason_code"] = visit.Stage == 0 ? "1" : "3";
        row["tb_treatment_type_code"] = "0";
        row["tb_screening_code"] = "2";
        row["tb_outcome_code"] = "7";
        ViralLoad(visit, row);
        row["patient_type_code"] = "1";
        row["clinical_stage_code"] = Text.Number(1 + (int)(dice.Next() % 3));
        row["key_population_code"] = dice.Pick(["0", "2", "2", "4", "5", "5", "7", "11"]);
        row["condition_codes"] = "9";
        row["action_codes"] = "1";
        row["arv_batch_from"] = Text.Day(visit.ArrivedOn);
        row["arv_batch_to"] = Text.Day(visit.ArrivedOn.AddDays(visit.MedicineDays));
        row["arv_days"] = Text.Number(visit.MedicineDays);
        row["regimen_code"] = line;
        row["regimen_switched_on"] = Text.Day(began.Year < 2021 ? new(2021, 6, 1) : began);
        row["switch_reason_code"] = "5";
    }

    /// <summary>Once a year.</summary>
    private static void ViralLoad(Visit visit, Row row)
    {
        if (visit.Stage % 12 != 6) return;
        row["viral_load_reason_code"] = "1";
        row["viral_load_sampled_on"] = Text.Day(visit.ArrivedOn);
        row["viral_load_code"] = visit.Key % 16 == 0 ? "5" : visit.Key % 5 == 0 ? "2" : "1";
        row["viral_load_resulted_on"] = Text.Day(visit.ArrivedOn.AddDays(7));
    }
}
