//! The script of the second year: changes and reviews until v2.0, and what has
//! not been released since.

use super::edit::{Edit, Slip};
use super::script::{
    Event, INES, LEILA, MARCUS, OWEN, PRIYA, TOMASZ, add, approve, because, commit, list, merge,
    mistype, on, rename, replace, review, review_noting, tag, text, ticket, version,
};

const README: &str = "README.md";
const LIMITS: &str = "config/limits.toml";
const MONEY: &str = "policies/customer-money.md";
const ACCESS: &str = "policies/access-control.md";
const STOCK: &str = "policies/stock-and-goods.md";
const FULFILMENT: &str = "sops/order-fulfilment.md";
const RECEIVING: &str = "sops/goods-receiving.md";
const PAPER_RETURNS: &str = "sops/paper-form-returns.md";
const REFUNDS: &str = "sops/refund-approval.md";
const USER_ACCESS: &str = "sops/user-access.md";
const STAFF_ACCESS: &str = "sops/access-of-joiners-movers-and-leavers.md";
const RETURNS: &str = "sops/returns-and-inspection.md";
const LOST_PARCELS: &str = "sops/lost-parcel-claims.md";
const ISSUE_REFUND: &str = "work-instructions/issue-a-refund.md";
const PICK_AND_PACK: &str = "work-instructions/pick-and-pack-an-order.md";
const CYCLE_COUNT: &str = "work-instructions/run-a-cycle-count.md";
const CREATE_ACCOUNT: &str = "work-instructions/create-a-staff-account.md";
const REVOKE_ACCESS: &str = "work-instructions/revoke-a-leavers-access.md";
const ANSWER: &str = "work-instructions/log-and-answer-a-complaint.md";
const INSPECT: &str = "work-instructions/inspect-a-returned-item.md";
const FRAGILE: &str = "work-instructions/pack-a-fragile-item.md";

pub(super) const EVENTS: &[Event] = &[
    // From v1.1 to v2.0.
    commit(318, OWEN, "Review WI-008", &[review(INSPECT, "@owen")]),
    commit(
        300,
        MARCUS,
        "Hand over to the carrier at 16:00 (#23)",
        &[
            replace(
                FULFILMENT,
                "hands the cage to the carrier at 15:00 and",
                "hands the cage to the carrier at 16:00 and",
            ),
            replace(LIMITS, "carrier_hour = 15", "carrier_hour = 16"),
            approve(FULFILMENT, "2.0", "@ines"),
            because(FULFILMENT, "New contract with the carrier"),
            ticket(FULFILMENT, "CHG-130"),
        ],
    ),
    commit(281, LEILA, "Review the policy on customer money", &[review(MONEY, "@leila")]),
    commit(
        260,
        PRIYA,
        "Name SOP-006 after what it covers",
        &[
            rename(USER_ACCESS, STAFF_ACCESS),
            text(STAFF_ACCESS, "title", "Access of joiners, movers and leavers"),
            replace(STAFF_ACCESS, "# User access\n", "# Access of joiners, movers and leavers\n"),
            replace(
                STAFF_ACCESS,
                "Give people the access that their work needs on their first day, and take it away on their last.",
                "Give people the access that their work needs on their first day, adapt it when their work changes, and take it away on their last.",
            ),
            version(STAFF_ACCESS, "1.1"),
            because(STAFF_ACCESS, "Nobody looked for movers under \\\"User access\\\""),
        ],
    ),
    // The version is forgotten.
    commit(
        250,
        PRIYA,
        "Choose the manager before the groups",
        &[replace(
            CREATE_ACCOUNT,
            "4. Choose the groups of the job profile in **Groups**.\n\n   \
             Expected result: the list is the one that the profile page shows.\n\n\
             5. Choose the person's manager in **Reports to**.\n\n   \
             Expected result: the name of the manager's team appears.\n",
            "4. Choose the person's manager in **Reports to**.\n\n   \
             Expected result: the name of the manager's team appears.\n\n\
             5. Choose the groups of the job profile in **Groups**.\n\n   \
             Expected result: the list is the one that the profile page shows.\n",
        )],
    ),
    on(
        "second-reader",
        243,
        OWEN,
        "Let a Team lead read the draft of an answer",
        &[replace(
            ANSWER,
            "7. Ask a second Support agent to read the draft.",
            "7. Ask a Team lead to read the draft.",
        )],
    ),
    on(
        "second-reader",
        238,
        TOMASZ,
        "Raise WI-007 to 2.0 and say why",
        &[
            version(ANSWER, "2.0"),
            because(ANSWER, "Two answers promised what we could not keep"),
            ticket(ANSWER, "CAPA-12"),
        ],
    ),
    merge("second-reader", 230, INES, "Merge pull request #27 from larkspur/second-reader"),
    commit(
        228,
        INES,
        "Approve WI-007 2.0",
        &[approve(ANSWER, "2.0", "@ines"), review(ANSWER, "@tomasz")],
    ),
    on("online-returns", 222, OWEN, "Draft SOP-007 on returns registered online", &[add(RETURNS)]),
    on(
        "online-returns",
        216,
        MARCUS,
        "Define the grades, and grade returns on the screen",
        &[
            replace(
                RETURNS,
                "* **Grade**: the condition of the goods after inspection.",
                "* **Grade**: the condition of the goods after inspection; A as new, B used, C broken or incomplete.",
            ),
            list(INSPECT, "implements", "SOP-007"),
            replace(
                INSPECT,
                "A return lies on the inspection bench with its form.",
                "A return lies on the inspection bench with its return label.",
            ),
            replace(
                INSPECT,
                "1. Find the order with the number on the form.",
                "1. Scan the return label.",
            ),
            replace(
                INSPECT,
                "6. Tick `new`, `used` or `broken` on the form.\n\n   \
                 Expected result: one box is ticked.\n\n\
                 7. Photograph broken goods together with the form.\n\n   \
                 Expected result: the order number can be read in the picture.\n\n\
                 8. Put the article on the shelf with the colour of its box.",
                "6. Choose grade `A`, `B` or `C` on the screen.\n\n   \
                 Expected result: the screen shows the colour of the grade.\n\n\
                 7. If the grade is `C`, press **Photo** and photograph the fault.\n\n   \
                 Expected result: the picture appears below the order.\n\n\
                 8. Put the article on the shelf with the colour of its grade.",
            ),
            replace(
                INSPECT,
                "The form is ticked, and the article is on its shelf.",
                "The order shows a grade, and the article is on its shelf.",
            ),
            replace(
                INSPECT,
                "put it into the red tray with the form.",
                "press **Wrong article** and put it into the red tray.",
            ),
            replace(
                INSPECT,
                "tick `used` and write the part's name on the form.",
                "choose grade `C` and type the part's name into **Missing**.",
            ),
        ],
    ),
    commit(
        210,
        MARCUS,
        "Review WI-002",
        &[review_noting(PICK_AND_PACK, "@marcus", "Walked through with the early shift")],
    ),
    on(
        "online-returns",
        205,
        MARCUS,
        "Retire the paper form and approve its successor",
        &[
            text(PAPER_RETURNS, "status", "retired"),
            list(PAPER_RETURNS, "superseded_by", "SOP-007"),
            approve(RETURNS, "1.0", "@marcus"),
            review(RETURNS, "@owen"),
            because(RETURNS, "Returns are registered online"),
            ticket(RETURNS, "CHG-138"),
            approve(INSPECT, "2.0", "@marcus"),
            review(INSPECT, "@owen"),
            because(INSPECT, "Returns are registered online"),
            ticket(INSPECT, "CHG-138"),
        ],
    ),
    merge(
        "online-returns",
        200,
        INES,
        "Merge pull request #31 from larkspur/online-returns\n\nSOP-007 supersedes SOP-003",
    ),
    commit(
        185,
        TOMASZ,
        "Let agents refund up to 250 EUR (#33)\n\n\
         Four of five refunds above 100 EUR were approved unchanged.",
        &[
            replace(
                REFUNDS,
                "| Team lead | approves refunds above 100 EUR |",
                "| Team lead | approves refunds above 250 EUR |",
            ),
            replace(
                REFUNDS,
                "The Support agent approves a refund up to 100 EUR without",
                "The Support agent approves a refund up to 250 EUR without",
            ),
            replace(
                REFUNDS,
                "The Team lead approves a refund above 100 EUR within",
                "The Team lead approves a refund above 250 EUR within",
            ),
            version(REFUNDS, "2.0"),
            because(REFUNDS, "Four of five refunds above 100 EUR were approved unchanged"),
            ticket(REFUNDS, "CHG-141"),
            replace(
                ISSUE_REFUND,
                "* For an amount above 100 EUR, the approval",
                "* For an amount above 250 EUR, the approval",
            ),
            replace(
                ISSUE_REFUND,
                "6. If the amount is above 100 EUR,",
                "6. If the amount is above 250 EUR,",
            ),
            version(ISSUE_REFUND, "2.0"),
            because(ISSUE_REFUND, "Follows SOP-004 2.0"),
            ticket(ISSUE_REFUND, "CHG-141"),
            replace(LIMITS, "agent_limit_eur = 100", "agent_limit_eur = 250"),
        ],
    ),
    commit(
        170,
        INES,
        "Approve and review WI-005",
        &[approve(CREATE_ACCOUNT, "1.0", "@ines"), review(CREATE_ACCOUNT, "@priya")],
    ),
    commit(
        150,
        MARCUS,
        "Review WI-004",
        &[review_noting(CYCLE_COUNT, "@marcus", "Counted aisle 7 by the text; it fits")],
    ),
    commit(
        147,
        OWEN,
        "Show what the order looks like after a refund",
        &[
            replace(
                ISSUE_REFUND,
                "7. Click **Send refund**.\n",
                "7. Click **Send refund**.\n\n   \
                 Expected result: the order shows *refund queued* and a refund number.\n",
            ),
            version(ISSUE_REFUND, "2.1"),
            because(ISSUE_REFUND, "New colleagues clicked twice"),
            ticket(ISSUE_REFUND, "CAPA-17"),
        ],
    ),
    commit(
        140,
        LEILA,
        "Approve WI-001 2.1",
        &[approve(ISSUE_REFUND, "2.1", "@leila"), review(ISSUE_REFUND, "@tomasz")],
    ),
    commit(
        130,
        PRIYA,
        "Recommend two factors where they cannot be required (#36)\n\n\
         The handhelds of the warehouse have no second factor yet.",
        &[
            replace(
                ACCESS,
                "Every employee must use multi-factor authentication",
                "Every employee should use multi-factor authentication",
            ),
            approve(ACCESS, "2.0", "@leila"),
            review_noting(ACCESS, "@priya", "To be a must again when the handhelds are replaced"),
            because(ACCESS, "The handhelds of the warehouse have no second factor"),
            ticket(ACCESS, "CHG-146"),
        ],
    ),
    commit(110, PRIYA, "Review WI-006", &[mistype(REVOKE_ACCESS, "@priya", Slip::Month)]),
    commit(
        100,
        PRIYA,
        "Review SOP-006 against the new access policy",
        &[
            approve(STAFF_ACCESS, "1.1", "@ines"),
            review_noting(STAFF_ACCESS, "@priya", "Nothing here depends on the second factor"),
        ],
    ),
    commit(
        95,
        INES,
        "Update review dates for the audit",
        &[
            Edit::DateBumped(MONEY),
            Edit::DateBumped(STOCK),
            Edit::DateBumped(FULFILMENT),
            Edit::DateBumped(RECEIVING),
            Edit::DateBumped(ISSUE_REFUND),
            Edit::DateBumped(CREATE_ACCOUNT),
            Edit::DateBumped(ANSWER),
        ],
    ),
    commit(
        75,
        OWEN,
        "Check the first article and the weight while packing (#38)",
        &[
            replace(
                PICK_AND_PACK,
                "5. Choose the carton size that the screen at the bench names.\n\n   \
                 Expected result: the goods fill the carton to no less than half.\n\n\
                 6. Wrap glass and ceramics in two layers of paper.\n\n   \
                 Expected result: no two pieces touch each other.\n\n\
                 7. Close the carton with tape along the seam.\n\n   \
                 Expected result: the flaps lie flat.\n\n\
                 8. Scan the tote to print the parcel label.\n\n   \
                 Expected result: the label shows the order number and the carrier.\n\n\
                 9. Stick the label on the largest side of the carton.\n\n   \
                 Expected result: the barcode is flat and not covered by tape.\n\n\
                 10. Put the parcel on the carrier's cage.\n",
                "5. Compare each article with its picture on the screen at the bench.\n\n   \
                 Expected result: colour and size are those in the picture.\n\n\
                 6. Choose the carton size that the screen at the bench names.\n\n   \
                 Expected result: the goods fill the carton to no less than half.\n\n\
                 7. Wrap glass and ceramics in two layers of paper.\n\n   \
                 Expected result: no two pieces touch each other.\n\n\
                 8. Close the carton with tape along the seam.\n\n   \
                 Expected result: the flaps lie flat.\n\n\
                 9. Put the carton on the scale.\n\n   \
                 Expected result: the weight on the screen turns green.\n\n\
                 10. Scan the tote to print the parcel label.\n\n    \
                 Expected result: the label shows the order number and the carrier.\n\n\
                 11. Stick the label on the largest side of the carton.\n\n    \
                 Expected result: the barcode is flat and not covered by tape.\n\n\
                 12. Put the parcel on the carrier's cage.\n",
            ),
            version(PICK_AND_PACK, "2.0"),
            because(PICK_AND_PACK, "Wrong articles were one complaint in three"),
            ticket(PICK_AND_PACK, "CAPA-15"),
        ],
    ),
    commit(
        66,
        INES,
        "Say in the README whom to ask",
        &[replace(
            README,
            "Larkspur Home does not exist.",
            "Each document names its owner. Inês Carvalho answers questions about the library itself.\n\n\
             Larkspur Home does not exist.",
        )],
    ),
    tag("v2.0", 60, INES, "Third release: online returns, new limits, access"),
    // Since v2.0.
    commit(
        52,
        MARCUS,
        "Accept count differences of up to five units",
        &[replace(LIMITS, "count_tolerance_units = 2", "count_tolerance_units = 5")],
    ),
    commit(
        45,
        INES,
        "Format all documents alike\n\n\
         Dashes for bullets, an empty line after headings, lines of at most 88 characters.\n\
         No change of content.",
        &[Edit::Reformatted],
    ),
    on("lost-parcels", 38, OWEN, "Draft SOP-008 on claims for lost parcels", &[add(LOST_PARCELS)]),
    on(
        "lost-parcels",
        34,
        LEILA,
        "Say when a claim is written off",
        &[
            replace(
                LOST_PARCELS,
                "2. The Finance controller matches the carrier's payment with the claim once a month.\n",
                "2. The Finance controller matches the carrier's payment with the claim once a month.\n\
                 3. The Finance controller writes a claim off after 90 days without a payment.\n",
            ),
            version(LOST_PARCELS, "0.2"),
        ],
    ),
    merge("lost-parcels", 31, INES, "Merge pull request #41 from larkspur/lost-parcels"),
    commit(20, MARCUS, "Ask for comments on WI-009, packing a fragile item", &[add(FRAGILE)]),
    commit(
        12,
        OWEN,
        "Review WI-008",
        &[review_noting(INSPECT, "@owen", "Three returns graded alike by two people")],
    ),
    commit(
        8,
        INES,
        "Add a missing full stop to POL-003",
        &[replace(
            STOCK,
            "goods receiving and stock counts\n",
            "goods receiving and stock counts.\n",
        )],
    ),
    commit(
        3,
        INES,
        "Say in the README how to comment",
        &[replace(
            README,
            "questions about the library itself.",
            "questions about the library itself. Comments are welcome as an issue or on paper.",
        )],
    ),
];
