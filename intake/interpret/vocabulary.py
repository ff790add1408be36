"""The words of the field, folded to lower case without accents. Data only: English, then French and Portuguese."""

from __future__ import annotations

# Words that may stand before or after a label's own noun without changing what it means.
MODIFIERS = set(
    """
    key main major principal primary chief overall identified observed proposed recommended suggested agreed planned required
    immediate corrective preventive remedial performance underlying root contributing probable likely possible deeper expected
    potential the of for to a an our and this that summary list statement description short detailed next first second third
    new specific related business service operational
    cle cles principaux principales principale proposees proposes proposee correctives corrective profondes profonde racines
    racine de du des d' la le les l' recommandees constates constate constatee sous jacentes
    chave principais principal proposta propostas proposto corretiva corretivas raiz raizes da do das dos o os as identificada
    identificadas identificados recomendadas subjacentes
    """.split()
)

# Field -> the nouns that name it once the modifiers are taken away.
FIELD_NOUNS: dict[str, set[str]] = {
    "gap": set(
        """gap|gaps|finding|findings|issue|issues|problem|problems|shortfall|shortfalls|shortcoming|shortcomings|observation|
        observations|weakness|weaknesses|deficiency|deficiencies|nonconformity|nonconformities|non conformity|non conformities|
        what we found|what found|what is wrong|condition|variance identified|challenge|challenges|
        constat|constats|ecart|ecarts|lacune|lacunes|insuffisance|insuffisances|probleme|problemes|
        lacuna|lacunas|constatacao|constatacoes|problema|problemas|desvio|desvios|achado|achados""".replace("\n", "").split("|")
    ),
    "cause": set(
        """cause|causes|reason|reasons|factor|factors|driver|drivers|why|why it happens|why it happened|why happens|why happened|
        cause analysis|causes analysis|reason deviation|reasons deviation|cause variance|causes gap|what caused it|explanation|
        raison|raisons|facteurs|causa|causas|razao|razoes|motivo|motivos|fatores|factores""".replace("\n", "").split("|")
    ),
    "action": set(
        """action|actions|recommendation|recommendations|remedy|remedies|measure|measures|action plan|action points|action point|
        action item|action items|actions taken|improvement actions|improvement action|improvements|solution|solutions|what we will do|
        what will do|what will change|management actions|management action|steps|mitigation|mitigations|treatment|
        mesure|mesures|recommandation|recommandations|plan d'action|actions a mener|remede|remedes|
        acao|acoes|medida|medidas|recomendacao|recomendacoes|plano acao""".replace("\n", "").split("|")
    ),
    "impact": set(
        "impact|impacts|effect|effects|consequence|consequences|business impact|so what|incidence|effet|effets|impacto|impactos|"
        "efeito|efeitos|consequencia|consequencias|consequence impact".split("|")
    ),
    "severity": set(
        "severity|priority|risk|rating|risk rating|risk level|criticality|severity rating|gravite|severite|priorite|gravidade|"
        "severidade|prioridade".split("|")
    ),
    "owner": set(
        "owner|owners|action owner|responsible|responsible person|responsible officer|responsible party|responsible unit|"
        "responsibility|person responsible|person in charge|in charge|lead|assigned|assignee|accountable|who|responsable|pilote|"
        "responsavel|encarregado".split("|")
    ),
    "due": set(
        "due|due date|date due|deadline|by when|target date|completion date|finish|finish date|when|timeline|timeframe|"
        "complete by|end date|echeance|delai|date limite|prazo|data limite|ate".split("|")
    ),
    "target": set("target|targets|goal|plan|target value|standard|criteria|criterion|benchmark|cible|objectif|meta|alvo".split("|")),
    "actual": set(
        "actual|actuals|result|achieved|achievement|current|current value|current level|measured|realised|realise|resultat|atteint|"
        "realizado|resultado|atual|alcancado".split("|")
    ),
    "variance": set("variance|variance %|deviation|difference|gap %|variance pct|ecart %|diferenca|variacao".split("|")),
    "success_measure": set(
        "success measure|success measures|measure success|success criterion|success criteria|success indicator|success|"
        "measure of success|evidence success|verification|done when|indicateur succes|mesure succes|critere succes|"
        "indicador sucesso|medida sucesso|criterio sucesso".split("|")
    ),
    "kpi": set(
        "kpi|kpis|indicator|indicators|metric|metrics|affected kpi|affected kpis|kpis affected|indicateur|indicateurs|indicador|"
        "indicadores".split("|")
    ),
    "unit": set(
        "department|unit|sector|division|team|area|function|directorate|programme|theme|departement|service|secteur|equipe|"
        "departamento|unidade|setor|sector|equipa|area responsavel".split("|")
    ),
    "status": set("status|state|progress|statut|etat|estado|situacao".split("|")),
    "comment": set("comment|comments|remark|remarks|note|notes|commentaire|commentaires|observacoes gerais|comentario|comentarios".split("|")),
    "reference": set("no|nr|ref|reference|id|#|number|code|finding no|gap no|action no|gap ref|finding ref".split("|")),
    "follow_up_action": set("next step|next steps".split("|")),
}

DATE_LABELS = set("date|report date|date of report|issue date|date of issue|dated|issued|issued on|data|data do relatorio|date du rapport".split("|"))
AUTHOR_LABELS = set(
    """prepared by|author|authors|compiled by|written by|submitted by|issued by|drafted by|report by|by|redige par|etabli par|prepare par|
    auteur|elaborado por|preparado por|autor|autores""".replace("\n    ", "").split("|")
)
AUTHOR_VERBS = r"(?:prepared|compiled|written|submitted|issued|drafted|authored|presented)\s+by|(?:redige|etabli|prepare|elabore)\s+par|(?:elaborado|preparado)\s+por"
DATE_VERBS = r"issued|dated|submitted|published|date|drawn up|adopted|emis le|le|emitido em|em"
TITLE_WORDS = set("report review analysis assessment audit evaluation plan findings rapport analyse revue relatorio avaliacao analise auditoria".split())

# Section -> pattern on the folded heading; the first that fits decides.
SECTIONS: tuple[tuple[str, str], ...] = (
    ("objectives", r"\b(objectives?|purpose|aims?)\b|\bobjectifs?\b|\bobjetivos?\b|\bfinalidade\b"),
    ("agenda", r"\bagenda\b|\bdiscussion points?\b|\b(points?|topics?|items|questions) (for|to) (discuss|decide|decision|discussion)|\btopics\b|\bordre du jour\b|\bpauta\b|\bordem do dia\b|\bagenda\b"),
    ("leadership", r"\bpost-?\s?meeting\b|\bafter the meeting\b|\b(for|by|of) (the )?(senior )?(leadership|management|leaders|executives?|board|direction|direcao)\b|\bleadership('s)? (to-?dos?|tasks?|actions?)\b|\bpour la direction\b|\bpara a (direcao|lideranca)\b"),
    ("preparation", r"\bprepar(ation|atory|ing|e)\b|\bpre-?\s?meeting\b|\bbefore (the|we) meet|\bmeeting logistics\b|\bfor the meeting\b|\bpreparacao\b|\bpreparatifs\b|\bantes da reuniao\b|\bavant la reunion\b"),
    ("findings", r"\bfindings?\b|\bgaps?\b|\bshortfalls?\b|\bissues\b|\bresults by\b|\bconstats?\b|\becarts?\b|\blacunas?\b|\bconstatacoes\b|\bachados\b|\bindicators off track\b|\bby (department|unit|team|area)\b"),
    ("summary", r"\bconclusions?\b|\bsummary\b|\bclosing (remarks|note|words)\b|\bin short\b|\bsynthese\b|\bresume\b|\bconclusao\b|\bresumo\b|\bsumario\b"),
    ("leadership", r"\bnext steps?\b|\bwhat (happens|comes) next\b|\bprochaines etapes\b|\bproximos passos\b|\bdecisions (requested|required|needed)\b"),
    ("other", r"\bbackground\b|\bintroduction\b|\bmethod(s|ology)?\b|\bcontext\b|\bscope\b|\backnowledge?ments?\b|\bannex(es)?\b|\bappendi(x|ces)\b|\breferences\b|\babout\b|\bglossary\b|\bcontexte\b|\bmethodologie\b|\bcontexto\b|\bmetodologia\b|\bremerciements\b|\bagradecimentos\b"),
)

UNIT_WORDS = set(
    "department departments unit division team section directorate office branch bureau function group service services programme "
    "program ministry region departement equipe direction departamento unidade divisao equipa setor direcao".split()
)
UNIT_SUFFIXES = r"\s+(?:department|unit|division|team|section|directorate)$|^(?:department|unit|division|directorate|departement|departamento|unidade|equipe|equipa)\s*(?:of|de|do|da|des|du|:|-)?\s+"

PAGE_TEXT = (
    r"^leave a (reply|comment)$",
    r"^you must be logged in",
    r"^(log|sign) in to (post|comment|reply)",
    r"^(share this|like this|related( posts)?|posted (in|on|by)\b|tagged\b|previous post|next post|cancel reply|post comment|read more)",
    r"^your email address will not be published",
    r"^(skip to content|cookie (policy|settings)|privacy policy|all rights reserved|menu|search)\b",
    r"^(copyright|©)",
    r"^page \d+( (of|/) \d+)?$|^- ?\d+ ?-$|^\d+ ?/ ?\d+$",
    r"^(end of (report|document)|table of contents|contents|confidential)$",
)

CONTINUOUS = set("continuous|continuously|ongoing|permanent|as needed|tbd|tbc|to be confirmed|to be decided|to be agreed|immediately|asap|en continu|continuo|a definir".split("|"))

# Comparators: kind -> nouns. What a figure is held against.
COMPARATORS: dict[str, str] = {
    "target": r"targets?|goals?|plans?|planned(?: (?:number|level|value|figure|volume|output|amount))?|objectives?|quotas?|budgets?|schedules?|deadlines?|forecasts?|commitments?|expectations?|cibles?|objectifs?|metas?|plano|orcamento|cronograma|previsto|prevu",
    "benchmark": r"(?:[\w-]+ )?(?:averages?|benchmarks?|median|mean|peers?)|best practice|moyenne|media",
    "standard": r"standards?|norms?|limits?|thresholds?|charter|service levels?|requirements?|minimum|maximum|levels?|ceiling|floor|norme|seuil|limite|norma|padrao",
    "previous_period": r"(?:last|previous|prior|preceding) (?:year|quarter|month|period|cycle)|baseline|a year (?:ago|earlier)|annee precedente|ano anterior",
}

PROBLEM_WORDS = set(
    """
    lack lacks absence shortage shortages bottleneck bottlenecks delay delays gap gaps error errors failure failures backlog backlogs
    turnover absenteeism understaffing overload conflict conflicts loss losses no few too late missing insufficient poor weak low slow
    high outdated old obsolete manual limited unclear vague rigid scarce broken frequent long short excessive rare irregular ad-hoc
    bad wrong narrow confusing duplicate fragmented heavy little slowness misalignment vacancies vacancy breakdowns breakdown
    manque absence faible retards falta ausencia fraca atrasos insuficiente desatualizado
    """.split()
)
PROBLEM_PREFIXES = ("un", "in", "im", "mis", "dis", "over", "under", "non-", "out", "ir", "ill-", "sub")
NOT_PROBLEMS = set("information inspection installation integration interest internal international inventory invoice invoices input inputs industry image images imports unit units union university discussion distribution district individual indicator indicators overview outcome outcomes output outputs outreach interviews interview incentive incentives income understanding instruction instructions improvement".split())
ARTICLES = set("a an no the their its un une une um uma".split())

EVALUATIVE = set(
    """
    high low poor weak insufficient inadequate inconsistent slow long late too few not enough excessive rising falling declining growing
    increased increasing reduced decreasing limited irregular frequent uneven incomplete missing unstable unsatisfactory very only
    overly continued persistent delayed low-level below-target
    """.split()
)
DETERMINERS = set("the a an our their its this these those some all many most several overall average current le la les l o os as um uma un une".split())
VERBS = set(
    """
    is are was were be been being has have had remain remains remained stand stands stood fall falls fell fallen drop drops dropped
    decline declines declined decrease decreases decreased rise rises rose risen increase increases increased exceed exceeds exceeded
    reach reaches reached miss misses missed lag lags lagged trail trails trailed run runs ran take takes took took slip slips slipped
    come comes came meet meets met achieve achieves achieved average averages averaged wait waits waited last lasts lasted leave leaves
    left deliver delivers delivered do does did fail fails failed suffer suffers suffered show shows showed score scores scored cost costs
    occur occurs occurred arrive arrives arrived vary varies varied need needs needed sit sits sat hover hovers hovered climbed climb
    hit hits dipped dips dip grew grow grows shrank close closes closed keep keeps kept got gets sank sink slid slides
    est sont etait etaient reste restent foi sao esta estao ficou ficaram era eram
    """.split()
)
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv janeiro",
            "february feb fevrier fevr fevereiro fev",
            "march mar mars marco",
            "april apr avril avr abril abr",
            "may mai maio",
            "june jun juin junho",
            "july jul juillet juil julho",
            "august aug aout agosto ago",
            "september sep sept septembre setembro set",
            "october oct octobre outubro out",
            "november nov novembre novembro",
            "december dec decembre dezembro dez",
        ),
        start=1,
    )
    for name in names.split()
}
