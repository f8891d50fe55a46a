namespace ContactSync.Generate;

/// <summary>A town with its region and what its postal codes and phone numbers look like: # stands for any digit, @ for any letter.</summary>
internal sealed record Place(string City, string Region, string PostalCode, string Phone, string Country);

/// <summary>
/// Where people live. Written for this project; CC0 1.0, free for any use. Streets, codes and numbers are drawn, not real addresses.
/// </summary>
internal static class Places
{
    /// <summary>Weighted by repetition: most live in the United States.</summary>
    public static readonly Place[] All =
    [
        Us("New York", "NY", "100##", "212"), Us("Brooklyn", "NY", "112##", "718"), Us("Albany", "NY", "122##", "518"), Us("Buffalo", "NY", "142##", "716"),
        Us("Boston", "MA", "021##", "617"), Us("Worcester", "MA", "016##", "508"), Us("Chicago", "IL", "606##", "312"), Us("Springfield", "IL", "627##", "217"),
        Us("Denver", "CO", "802##", "303"), Us("Austin", "TX", "787##", "512"), Us("Houston", "TX", "770##", "713"), Us("Seattle", "WA", "981##", "206"),
        Us("Spokane", "WA", "992##", "509"), Us("Portland", "OR", "972##", "503"), Us("Oakland", "CA", "946##", "510"), Us("Fresno", "CA", "937##", "559"),
        Us("San Diego", "CA", "921##", "619"), Us("Phoenix", "AZ", "850##", "602"), Us("Atlanta", "GA", "303##", "404"), Us("Raleigh", "NC", "276##", "919"),
        Us("Madison", "WI", "537##", "608"), Us("Detroit", "MI", "482##", "313"), Us("Cleveland", "OH", "441##", "216"), Us("Miami", "FL", "331##", "305"),
        new("London", "Greater London", "SE# #@@", "+44 20 7946 ####", "United Kingdom"), new("Leeds", "West Yorkshire", "LS# #@@", "+44 113 496 ####", "United Kingdom"),
        new("Bristol", "Avon", "BS# #@@", "+44 117 496 ####", "United Kingdom"), new("Glasgow", "Glasgow City", "G## #@@", "+44 141 496 ####", "United Kingdom"),
        new("Cardiff", "South Glamorgan", "CF## #@@", "+44 29 2018 ####", "United Kingdom"), new("Berlin", "Berlin", "10###", "+49 30 23125 ####", "Germany"),
        new("Hamburg", "Hamburg", "20###", "+49 40 66969 ####", "Germany"), new("Köln", "Nordrhein-Westfalen", "50###", "+49 221 4710 ####", "Germany"),
        new("Paris", "Île-de-France", "750##", "+33 1 99 00 ## ##", "France"), new("Lyon", "Auvergne-Rhône-Alpes", "690##", "+33 4 65 71 ## ##", "France"),
        new("Kraków", "Małopolskie", "30-###", "+48 12 555 ## ##", "Poland"), new("Gdańsk", "Pomorskie", "80-###", "+48 58 555 ## ##", "Poland"),
        new("Toronto", "ON", "M#@ #@#", "(416) 555-####", "Canada"), new("Montréal", "QC", "H#@ #@#", "(514) 555-####", "Canada"),
    ];

    /// <summary>Street names.</summary>
    public static readonly string[] Streets =
    [
        "Acacia", "Bank", "Beacon", "Birch", "Bridge", "Cedar", "Chapel", "Cherry", "Church", "Clover", "College", "Court", "Elm", "Fern", "Forest", "Garden", "Grove",
        "Harbour", "Heather", "High", "Hill", "Juniper", "King", "Lake", "Laurel", "Linden", "Maple", "Market", "Meadow", "Mill", "Oak", "Orchard", "Park", "Pine", "Queen",
        "River", "Rose", "School", "Spring", "Station", "Summit", "Union", "Valley", "Walnut", "Water", "Willow",
    ];

    /// <summary>What a street name ends in.</summary>
    public static readonly string[] StreetTypes = ["Street", "St", "Avenue", "Ave", "Road", "Lane", "Drive", "Close", "Court", "Way"];

    private static Place Us(string city, string region, string postalCode, string area) => new(city, region, postalCode, $"({area}) 555-####", "United States");
}
