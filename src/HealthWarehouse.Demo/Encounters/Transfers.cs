namespace HealthWarehouse.Demo.Encounters;

/// <summary>XML13 sends a patient on, XML14 calls one back. Both copy the summary, field by field of the same name.</summary>
internal static class Transfers
{
    public static void Write(Chart chart, Row main, IReadOnlyList<Item> items)
    {
        if (chart.Visit.To is not null) Referral(chart, main, items);
        if (chart.Visit.Appointment is { } date) Appointment(chart, main, date);
    }

    /// <summary>Takes the named columns over from the summary, so that they cannot differ from it.</summary>
    public static void Copy(Row main, Row row, params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns) row[column] = main[column];
    }

    private static void Referral(Chart chart, Row main, IReadOnlyList<Item> items)
    {
        var row = chart.Encounter.Add("XML13");
        row["file_no"] = chart.RecordCode;
        row["referral_book_no"] = chart.Visit.PaperNo;
        row["referral_no"] = chart.Visit.PaperNo;
        Copy(main, row, "facility_code", "referred_from_code", "referred_to_code", "full_name", "birth_date", "sex", "nationality_code",
            "ethnic_code", "occupation_code", "address",
            "insurance_cards", "card_valid_to", "arrived_at", "admitted_at", "discharged_at", "discharge_diagnosis", "main_icd",
                "other_icds", "treatment_method", "discharge_code");
        row["clinical_signs"] = $"{chart.Reason}. Mạch, huyết áp ổn định";
        row["illness_course"] = Certificates.Course(chart);
        row["result_summary"] = Certificates.Findings(items);
        row["service_name"] = Names(items, ItemKind.Service) ?? "Khám bệnh";
        row["drug_name"] = Names(items, ItemKind.Drug);
        row["treatment_method_2"] = main["treatment_method"];
        row["referral_condition"] = "Tỉnh, tiếp xúc được, cho phép vận chuyển";
        row["referral_reason_code"] = chart.Visit.Discharge == "5" ? "3" : chart.Visit.Key % 4 == 0 ? "2" : "1";
        row["next_treatment"] = $"Chuyển tuyến trên điều trị tiếp {chart.Admission}";
        row["transport"] = chart.Visit.Inpatient ? "Xe cứu thương" : "Tự túc";
        row["practitioner_codes"] = chart.Doctor.Certificate;
        row["director_code"] = chart.Director.SocialNumber;
    }

    private static void Appointment(Chart chart, Row main, DateOnly date)
    {
        var row = chart.Encounter.Add("XML14");
        row["appointment_no"] = chart.Visit.PaperNo;
        Copy(main, row, "facility_code", "full_name", "birth_date", "sex", "address", "insurance_cards", "card_valid_to", "arrived_at",
            "admitted_at", "discharged_at",
            "discharge_diagnosis", "main_icd", "other_icds", "arrival_code");
        row["appointment_at"] = Text.Minute(date.ToDateTime(new(8, 0)));
        row["practitioner_codes"] = chart.Doctor.Certificate;
        row["director_code"] = chart.Director.SocialNumber;
        row["document_date"] = Text.Day(chart.Visit.Day);
    }

    private static string? Names(IReadOnlyList<Item> items, ItemKind kind)
    {
        var names = string.Join("; ", items.Where(i => i.Kind == kind).Select(i => i.Name));
        return names.Length == 0 ? null : names.Length <= 1000 ? names : names[..1000];
    }
}
