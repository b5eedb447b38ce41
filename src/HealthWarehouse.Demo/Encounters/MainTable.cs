using HealthWarehouse.Demo.Population;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>XML1, the summary of an episode, and XML0, the check-in that comes before it.</summary>
internal static class MainTable
{
    private static readonly string[] BloodGroups = ["O", "A", "B", "AB"];

    public static void Write(Chart chart, Row row)
    {
        var visit = chart.Visit;
        Patient(chart, row);
        row["blood_group"] = visit.Inpatient && chart.Person.Id % 3 == 0 ? BloodGroups[chart.Person.Id / 3 % 4] : null;
        row["nationality_code"] = "000";
        row["ethnic_code"] = chart.Person.Household.Ethnic;
        row["occupation_code"] = chart.Desk.Papers.Occupation(chart.Person, visit.ArrivedOn);
        Residence(chart, row);
        row["phone"] = chart.Person.Id % 9 == 0 ? null : Papers.Phone(chart.Person);
        row["visit_reason"] = chart.Reason;
        row["admission_diagnosis"] = chart.Admission;
        row["discharge_diagnosis"] = chart.Diagnosis;
        row["main_icd"] = visit.MainIcd;
        row["other_icds"] = Text.List(visit.OtherIcds);
        row["referred_from_code"] = visit.From;
        row["referred_to_code"] = visit.To?.Code;
        row["injury_code"] = visit.Injury;
        row["discharged_at"] = Text.Minute(visit.Left);
        row["referral_no"] = visit.Paper;
        row["treatment_days"] = Text.Number(TreatmentDays(visit));
        row["treatment_method"] = chart.Method;
        row["outcome_code"] = visit.Outcome;
        row["discharge_code"] = visit.Discharge;
        row["notes"] = chart.Encounter.Revision > 0 ? "Hồ sơ đã hiệu chỉnh sau rà soát" : visit.Inpatient
            ? "Nghỉ ngơi, uống thuốc theo đơn, khám lại khi có bất thường" : null;
        row["paid_at"] = Text.Minute(visit.Left.AddMinutes(5 + (int)(visit.Key % 20)));
        Money(chart.Encounter.Bill, row);
        row["settlement_year"] = Text.Number(visit.Left.Year);
        row["settlement_month"] = Text.Number(visit.Left.Month);
        row["department_codes"] = visit.Inpatient && visit.Key % 5 == 0
            && visit.Department != "K01" ? $"K01;{visit.Department}" : visit.Department;
        row["facility_code"] = visit.Facility.Code;
        row["weight_kg"] = Text.Number(visit.Kind is VisitKind.Newborn
            ? Maternity.WeightAtBirth(chart.Person) / 10 / 100m : Papers.Weight(chart.Person, visit.ArrivedOn));
        row["newborn_weights_g"] = Text.List([.. visit.Children.Select(c => Text.Number(Maternity.WeightAtBirth(c)))]);
        row["five_years_insured_on"] = visit.Card is null || chart.Age < 11 ? null : "20200101";
        row["follow_up_dates"] = visit.Appointment is { } date ? Text.Day(date) : null;
        row["record_code"] = chart.RecordCode;
        row["director_code"] = chart.Director.SocialNumber;
    }

    public static void CheckIn(Chart chart, Row row)
    {
        Patient(chart, row);
        row["facility_code"] = chart.Visit.Facility.Code;
        var exam = chart.Desk.Prices.Exam(chart.Visit.Ailment.Profile.Exam,
            chart.Desk.Common.ExamClasses[chart.Visit.Facility.On(chart.Visit.Day)?.Class ?? "4"], chart.Visit.ArrivedOn)!;
        row["service_code"] = exam.Code;
        row["service_name"] = exam.Name;
        row["ordered_at"] = Text.Minute(chart.Visit.Arrived);
    }

    /// <summary>Thẻ BHYT of the row; tables copy what they need of it.</summary>
    public static void Card(Chart chart, Row row)
    {
        if (chart.Visit.Card is not { } card) return;
        row["insurance_cards"] = card.Number;
        row["registered_facility_codes"] = card.Registered;
        row["card_valid_from"] = Text.Day(card.From);
        row["card_valid_to"] = Text.Day(card.To);
    }

    public static void Residence(Chart chart, Row row)
    {
        row["address"] = chart.Address;
        row["residence_province_code"] = chart.Desk.Province;
        row["residence_district_code"] = chart.Commune.District;
        row["residence_commune_code"] = chart.Commune.Code;
    }

    /// <summary>SO_NGAY_DTRI (domain §1.7, R22).</summary>
    public static int TreatmentDays(Visit visit) => visit.Type switch
    {
        "01" or "07" or "09" => 0,
        "05" => visit.MedicineDays,
        "08" => 1,
        _ => visit.Day.DayNumber - visit.ArrivedOn.DayNumber + 1,
    };

    private static void Patient(Chart chart, Row row)
    {
        var visit = chart.Visit;
        row["patient_code"] = chart.PatientCode;
        row["full_name"] = chart.Name;
        row["identity_number"] = chart.Identity;
        row["birth_date"] = chart.Birth;
        row["sex"] = chart.Sex;
        Card(chart, row);
        row["arrival_code"] = visit.Arrival;
        row["arrived_at"] = Text.Minute(visit.Arrived);
        row["visit_type"] = visit.Type;
        if (visit.Admitted is not { } admitted) return;
        row["admitted_at"] = Text.Minute(admitted);
        row["admission_reason"] = chart.Reason;
    }

    private static void Money(Bill bill, Row row)
    {
        row["drug_amount"] = Text.Number(bill.Drugs);
        row["supply_amount"] = Text.Number(bill.Supplies);
        row["hospital_amount"] = Text.Number(bill.Hospital);
        row["insured_amount"] = Text.Number(bill.Insured);
        row["self_paid_amount"] = Text.Number(bill.SelfPaid);
        row["copaid_amount"] = Text.Number(bill.Copaid);
        row["insurance_amount"] = Text.Number(bill.Insurance);
        row["other_source_amount"] = "0";
        row["insurance_fee_amount"] = Text.Number(bill.Fees);
    }
}
