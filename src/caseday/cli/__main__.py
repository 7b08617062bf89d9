from caseday.cli.program import main

main()
