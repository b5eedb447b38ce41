namespace HealthWarehouse.Demo.Encounters;

/// <summary>Papers a patient goes home with: XML7 discharge, XML8 summary, XML10 maternity rest, XML11 sick leave.</summary>
internal static class Certificates
{
    public static void Write(Chart chart, Row main, IReadOnlyList<Item> items)
    {
        var visit = chart.Visit;
        if ((visit.Inpatient || visit.Type == "06") && visit.Discharge != "3") Discharge(chart, main);
        if (visit.Type is "03" or "04" or "06") Summary(chart, main, items);
        if (visit.RestDays > 0) MaternityRest(chart);
        else if (visit.LeaveDays > 0 && visit.Type == "01") SickLeave(chart);
    }

    public static string Findings(IReadOnlyList<Item> items) =>
        items.Any(i => i.Group is "1" or "2" or "3")
            ? string.Join("; ", items.Where(i => i.Group is "1" or "2" or "3").Take(4).Select(i => $"{i.Name}: đã thực hiện"))
            : "Không làm cận lâm sàng";

    public static string Course(Chart chart) =>
        $"{chart.Reason}; bệnh diễn biến vài ngày trước khi đến, được chẩn đoán {chart.Admission}, điều trị theo phác đồ.";

    private static void Discharge(Chart chart, Row main)
    {
        var row = chart.Encounter.Add("XML7");
        row["archive_no"] = chart.RecordCode;
        row["patient_code"] = chart.PatientCode;
        row["discharge_department_code"] = chart.Visit.Department;
        Stay(row, main);
        row["discharge_diagnosis"] = chart.Diagnosis;
        row["treatment_method"] = chart.Method;
        row["notes"] = "Khám lại theo hẹn";
        Signed(chart, row);
        row["doctor_code"] = chart.Doctor.SocialNumber;
        row["doctor_name"] = chart.Doctor.Name;
        Parents(chart, row, 16);
        if (chart.Visit.Ailment.Profile.TerminatesPregnancy) Termination(chart, row);
        if (chart.Visit.LeaveDays == 0 || chart.Visit.Outcome is "5" or "6" or "8") return;
        row["leave_days"] = Text.Number(chart.Visit.LeaveDays);
        row["leave_from"] = Text.Day(chart.Visit.Day.AddDays(1));
        row["leave_to"] = Text.Day(chart.Visit.Day.AddDays(chart.Visit.LeaveDays));
    }

    private static void Summary(Chart chart, Row main, IReadOnlyList<Item> items)
    {
        var row = chart.Encounter.Add("XML8");
        row["visit_type"] = chart.Visit.Type;
        Stay(row, main);
        row["admission_diagnosis"] = chart.Admission;
        row["discharge_diagnosis"] = chart.Diagnosis;
        row["illness_course"] = Course(chart);
        row["result_summary"] = Findings(items);
        row["treatment_method"] = chart.Method;
        row["outcome_code"] = chart.Visit.Outcome;
        Signed(chart, row);
        if (chart.Age >= 16) return;
        row["father_name"] = chart.Person.Father?.Name;
        row["mother_name"] = chart.Person.Mother?.Name;
    }

    private static void MaternityRest(Chart chart)
    {
        var row = chart.Encounter.Add("XML10");
        row["serial_no"] = $"DT{chart.Visit.PaperNo}";
        row["document_no"] = chart.Visit.PaperNo;
        row["leave_days"] = Text.Number(chart.Visit.RestDays);
        row["employer"] = chart.Desk.Names.Lists.Employers[(int)(chart.Person.Id % chart.Desk.Names.Lists.Employers.Count)];
        row["discharge_diagnosis"] = chart.Diagnosis;
        row["leave_from"] = Text.Day(chart.Visit.ArrivedOn);
        row["leave_to"] = Text.Day(chart.Visit.ArrivedOn.AddDays(chart.Visit.RestDays));
        Signed(chart, row);
        row["doctor_name"] = chart.Doctor.Name;
        row["doctor_code"] = chart.Doctor.SocialNumber;
    }

    private static void SickLeave(Chart chart)
    {
        var row = chart.Encounter.Add("XML11");
        row["document_no"] = chart.Visit.PaperNo;
        row["serial_no"] = $"NV{chart.Visit.PaperNo}";
        row["visit_no"] = chart.RecordCode;
        row["employer"] = chart.Desk.Names.Lists.Employers[(int)(chart.Person.Id % chart.Desk.Names.Lists.Employers.Count)];
        row["social_insurance_no"] = chart.Desk.Papers.SocialNumber(chart.Person);
        row["insurance_cards"] = chart.Visit.Card?.Number;
        row["discharge_diagnosis"] = chart.Diagnosis;
        row["treatment_method"] = chart.Method;
        row["leave_days"] = Text.Number(chart.Visit.LeaveDays);
        row["leave_from"] = Text.Day(chart.Visit.ArrivedOn);
        row["leave_to"] = Text.Day(chart.Visit.ArrivedOn.AddDays(chart.Visit.LeaveDays - 1));
        Signed(chart, row);
        row["doctor_code"] = chart.Doctor.SocialNumber;
        row["form_no"] = "CT07";
    }

    private static void Termination(Chart chart, Row row)
    {
        row["pregnancy_terminated"] = "1";
        row["termination_reason"] = chart.Admission;
        row["terminated_at"] = Text.Minute(chart.At(0.3));
        row["gestation_weeks"] = Text.Number(chart.Dice.Between(6, 18));
    }

    private static void Parents(Chart chart, Row row, int under)
    {
        if (chart.Age >= under) return;
        row["father_name"] = chart.Person.Father?.Name;
        row["mother_name"] = chart.Person.Mother?.Name;
        row["father_social_insurance_no"] = chart.Person.Father is { } father ? chart.Desk.Papers.SocialNumber(father) : null;
        row["mother_social_insurance_no"] = chart.Person.Mother is { } mother ? chart.Desk.Papers.SocialNumber(mother) : null;
    }

    /// <summary>Copied from the summary, so that they cannot differ from it.</summary>
    private static void Stay(Row row, Row main)
    {
        row["arrived_at"] = main["arrived_at"];
        row["discharged_at"] = main["discharged_at"];
    }

    private static void Signed(Chart chart, Row row)
    {
        row["director_code"] = chart.Director.SocialNumber;
        row["document_date"] = Text.Day(chart.Visit.Day);
    }
}
