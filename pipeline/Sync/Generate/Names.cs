namespace ContactSync.Generate;

/// <summary>The names that people are made of. Written for this project; CC0 1.0, free for any use. No real person is meant.</summary>
internal static class Names
{
    /// <summary>Given names with what their bearers are called.</summary>
    public static readonly (string Formal, string[] Short)[] WithNickname =
    [
        ("Robert", ["Bob", "Rob", "Bobby"]), ("William", ["Bill", "Will", "Billy"]), ("Elizabeth", ["Liz", "Beth", "Betty"]),
        ("Margaret", ["Peggy", "Maggie", "Meg"]), ("Richard", ["Dick", "Rick", "Richie"]), ("James", ["Jim", "Jimmy", "Jamie"]),
        ("Katherine", ["Kate", "Kathy", "Katie"]), ("Michael", ["Mike", "Mick"]), ("Thomas", ["Tom", "Tommy"]), ("Edward", ["Ed", "Ted", "Eddie"]),
        ("Patricia", ["Pat", "Trish", "Patty"]), ("Jennifer", ["Jen", "Jenny"]), ("Christopher", ["Chris", "Kit"]), ("Joseph", ["Joe", "Joey"]),
        ("Charles", ["Charlie", "Chuck"]), ("Daniel", ["Dan", "Danny"]), ("Matthew", ["Matt"]), ("Anthony", ["Tony"]), ("Susan", ["Sue", "Susie"]),
        ("Deborah", ["Deb", "Debbie"]), ("Rebecca", ["Becky", "Becca"]), ("Samuel", ["Sam"]), ("Samantha", ["Sam", "Sammy"]), ("Alexander", ["Alex", "Sandy"]),
        ("Alexandra", ["Alex", "Lexi"]), ("Benjamin", ["Ben", "Benny"]), ("Nicholas", ["Nick"]), ("Victoria", ["Vicky", "Tori"]), ("Theodore", ["Ted", "Theo"]),
        ("Gerald", ["Gerry"]), ("Frederick", ["Fred", "Freddy"]), ("Dorothy", ["Dot", "Dottie"]), ("Eleanor", ["Ellie", "Nell"]), ("Abigail", ["Abby", "Gail"]),
    ];

    /// <summary>Given names without a usual short form.</summary>
    public static readonly string[] First =
    [
        "Ada", "Aaron", "Adele", "Aisha", "Alan", "Alice", "Amara", "Amir", "Amy", "Ana", "Andrea", "Anita", "Anna", "Arthur", "Astrid", "Bella", "Bernard", "Bianca",
        "Brian", "Bruno", "Camila", "Carla", "Carmen", "Carol", "Cecil", "Clara", "Claude", "Cora", "Craig", "Dale", "Dana", "Daria", "Dennis", "Diana", "Diego",
        "Dora", "Edith", "Elena", "Elias", "Ella", "Emil", "Emily", "Emma", "Erik", "Esther", "Eva", "Fatima", "Felix", "Fiona", "Flora", "Frank", "Freya", "Gavin",
        "George", "Gina", "Gloria", "Grace", "Greta", "Hana", "Hannah", "Harold", "Hazel", "Helen", "Henry", "Hugo", "Ian", "Ida", "Ines", "Ingrid", "Irene", "Iris",
        "Isaac", "Ivan", "Ivy", "Jack", "Jana", "Jasmin", "Jean", "Joan", "Jonas", "Judith", "Julia", "June", "Karen", "Karim", "Karl", "Kevin", "Kira", "Lara",
        "Laura", "Leila", "Leo", "Lena", "Linda", "Lucia", "Luis", "Luke", "Lydia", "Maja", "Marco", "Maria", "Marie", "Marta", "Martin", "Mary", "Maya", "Mila",
        "Miriam", "Mohamed", "Mona", "Nadia", "Naomi", "Nina", "Noah", "Nora", "Olga", "Olive", "Omar", "Oscar", "Otto", "Paul", "Paula", "Pedro", "Peter", "Petra",
        "Priya", "Quentin", "Rachel", "Rajesh", "Ralph", "Rita", "Roman", "Rosa", "Ruth", "Sara", "Selma", "Simon", "Sofia", "Stella", "Sven", "Tamara", "Tara",
        "Teresa", "Tessa", "Uma", "Ursula", "Vera", "Vincent", "Viola", "Walter", "Wanda", "Yusuf", "Yvonne", "Zara",
    ];

    /// <summary>First and second halves of last names: Ashford, Millwood.</summary>
    public static readonly string[] LastBegin =
    [
        "Ash", "Bar", "Black", "Brad", "Brook", "Carl", "Chad", "Clay", "Copper", "Cran", "Dal", "Den", "East", "Elm", "Fair", "Farn", "Glen", "Green", "Hal", "Hart",
        "Hazel", "Hol", "Kings", "Lang", "Long", "Marsh", "Mill", "Moor", "New", "North", "Oak", "Rad", "Red", "Rock", "Shel", "South", "Stan", "Thorn", "West", "Whit",
    ];

    /// <summary>See <see cref="LastBegin"/>.</summary>
    public static readonly string[] LastEnd =
    [
        "bank", "berg", "bridge", "brook", "burn", "bury", "by", "combe", "cott", "croft", "dale", "den", "field", "ford", "gate", "ham", "hill", "hurst", "land",
        "ley", "low", "man", "mere", "more", "ridge", "son", "stone", "ton", "wall", "water", "well", "wick", "wood", "worth",
    ];

    /// <summary>Given names with diacritics or special letters.</summary>
    public static readonly string[] MarkedFirst =
    [
        "José", "Łukasz", "Zoë", "Björn", "François", "Jürgen", "Søren", "Ágnes", "Željko", "Chloé", "Małgorzata", "Inés", "Hélène", "Jiří", "Åsa", "Æthel", "Gözde",
        "René", "Õie", "Þóra", "Raúl", "Noël", "Anaïs", "Śliwa", "Māra", "Cătălin",
    ];

    /// <summary>Last names with diacritics or special letters.</summary>
    public static readonly string[] MarkedLast =
    [
        "Müller", "García", "Núñez", "Wójcik", "Dvořák", "Jørgensen", "Çelik", "Öztürk", "Groß", "Lefèvre", "Sørensen", "Łaski", "Åkesson", "Horváth", "Béranger",
        "Peña", "Žižka", "Strauß", "Bjørk", "Đorđević", "Sánchez", "Kästner", "Brückner", "Çağlar", "Ibáñez", "Ōta",
    ];

    /// <summary>First and last names in other scripts.</summary>
    public static readonly (string First, string Last)[] OtherScript =
    [
        ("太郎", "山田"), ("花子", "鈴木"), ("健一", "佐藤"), ("Ольга", "Иванова"), ("Сергей", "Кузнецов"), ("Наталія", "Шевченко"), ("Νίκος", "Παπαδόπουλος"),
        ("Ελένη", "Γεωργίου"), ("민수", "김"), ("서연", "박"), ("伟", "王"), ("芳", "李"), ("محمد", "حسن"), ("فاطمة", "علي"), ("דוד", "לוי"), ("שרה", "כהן"),
        ("राजेश", "शर्मा"), ("अनिता", "गुप्ता"),
    ];
}
