using CsvHelper;

namespace ContactSync.Bench.Subjects;

/// <summary>A row of supporters.csv as an object, for the peer that makes one a row.</summary>
[CsvRecord]
internal sealed partial class SupporterRecord
{
    [CsvColumn("supporter_id")]
    public string Id { get; set; } = "";

    [CsvColumn("first_name")]
    public string FirstName { get; set; } = "";

    [CsvColumn("last_name")]
    public string LastName { get; set; } = "";

    [CsvColumn("email")]
    public string Email { get; set; } = "";

    [CsvColumn("phone")]
    public string Phone { get; set; } = "";

    [CsvColumn("street")]
    public string Street { get; set; } = "";

    [CsvColumn("city")]
    public string City { get; set; } = "";

    [CsvColumn("region")]
    public string Region { get; set; } = "";

    [CsvColumn("postal_code")]
    public string PostalCode { get; set; } = "";

    [CsvColumn("country")]
    public string Country { get; set; } = "";

    [CsvColumn("birthdate")]
    public string Birthdate { get; set; } = "";

    [CsvColumn("modified_at")]
    public string ModifiedAt { get; set; } = "";
}
